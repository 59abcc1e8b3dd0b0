package io.pipelinemonitor.jobs.runtime.state;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's description of a type that has a {@link Codec}. */
public final class CodecType<T> extends TypeInformation<T> {

  private static final long serialVersionUID = 1L;

  private final Codec<T> codec;

  private CodecType(Codec<T> codec) {
    this.codec = codec;
  }

  public static <T> CodecType<T> of(Codec<T> codec) {
    return new CodecType<>(codec);
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<T> getTypeClass() {
    return codec.type();
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return new CodecSerializer<>(codec, codec.version());
  }

  @Override
  public String toString() {
    return codec.type().getSimpleName();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodecType<?> type && type.codec.getClass() == codec.getClass();
  }

  @Override
  public int hashCode() {
    return codec.getClass().hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof CodecType;
  }
}
