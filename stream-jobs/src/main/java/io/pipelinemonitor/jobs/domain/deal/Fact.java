package io.pipelinemonitor.jobs.domain.deal;

import org.jspecify.annotations.Nullable;

/**
 * One value of one field of a deal.
 *
 * @param stamp when it became true
 * @param value of the field's type; null when the field was emptied in the CRM
 */
public record Fact(Stamp stamp, @Nullable Object value) implements Comparable<Fact> {

  /**
   * By stamp. Two facts with one stamp come from a source that reuses its event identifiers: then
   * the value decides, so that the order of arrival never does.
   */
  @Override
  public int compareTo(Fact other) {
    int byStamp = stamp.compareTo(other.stamp);
    return byStamp != 0 ? byStamp : compareValues(value, other.value);
  }

  private static int compareValues(@Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return Boolean.compare(left != null, right != null);
    }
    if (left instanceof Long leftNumber && right instanceof Long rightNumber) {
      return leftNumber.compareTo(rightNumber);
    }
    return left.toString().compareTo(right.toString());
  }
}
