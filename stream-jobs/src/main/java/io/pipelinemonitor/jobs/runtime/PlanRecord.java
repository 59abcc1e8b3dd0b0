package io.pipelinemonitor.jobs.runtime;

import org.jspecify.annotations.Nullable;

/**
 * One definition that a job works by (a unit, a quota, a rule), checked and on its way to every
 * task.
 *
 * @param topic where it was read
 * @param key its Kafka key
 * @param item what tells apart the definitions that one key holds; empty where it holds only one;
 *     {@value #ALL_ITEMS} to withdraw all of them
 * @param effectiveAt stream time from which it holds, milliseconds
 * @param value the encoded record; null if the definition is withdrawn
 */
public record PlanRecord(
    String topic, String key, String item, long effectiveAt, byte @Nullable [] value) {

  /** Of two records with one identity the later holds. */
  public String identity() {
    return topic + '|' + key + '|' + item;
  }

  /** The item of a withdrawal of everything under a key that holds several definitions. */
  public static final String ALL_ITEMS = "*";

  boolean withdrawsAllItems() {
    return value == null && item.equals(ALL_ITEMS);
  }

  /** The same with another moment from which it holds. */
  PlanRecord effectiveAt(long moment) {
    return moment == effectiveAt ? this : new PlanRecord(topic, key, item, moment, value);
  }

  /** Its withdrawal at the same moment. */
  public PlanRecord withdrawn() {
    return new PlanRecord(topic, key, item, effectiveAt, null);
  }

  /** The identity of a withdrawal of every item of its key. */
  String withdrawalOfAllItems() {
    return topic + '|' + key + '|' + ALL_ITEMS;
  }

  /** Whether it takes back the other too. */
  boolean withdraws(PlanRecord other) {
    return value == null && topic.equals(other.topic) && key.equals(other.key);
  }
}
