package io.pipelinemonitor.local.simulator;

import io.pipelinemonitor.schema.topic.Topic;
import org.apache.avro.specific.SpecificRecord;

/**
 * One record of the simulated quarter, to be written to its topic.
 *
 * @param at when it reaches Kafka, microseconds since the epoch: its record timestamp
 * @param topic where it goes
 * @param key the record's key
 * @param value the record
 */
public record SimulatedRecord(long at, Topic<?> topic, String key, SpecificRecord value) {}
