package io.pipelinemonitor.schema.registry;

/** The Confluent wire format: magic byte 0, the schema id in 4 bytes big-endian, Avro binary. */
final class WireFormat {

  static final byte MAGIC = 0;
  static final int HEADER_LENGTH = 5;

  private WireFormat() {}
}
