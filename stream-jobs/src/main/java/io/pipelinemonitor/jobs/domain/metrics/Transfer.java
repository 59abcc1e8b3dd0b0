package io.pipelinemonitor.jobs.domain.metrics;

/**
 * From where to where deals went. What left one and entered the other is kept under the same
 * transfer, so that it cancels out in every unit above both.
 *
 * @param from the scope that a deal left; empty for none
 * @param to the scope that it entered; empty for none
 */
public record Transfer(String from, String to) implements Comparable<Transfer> {

  @Override
  public int compareTo(Transfer other) {
    int byFrom = from.compareTo(other.from);
    return byFrom != 0 ? byFrom : to.compareTo(other.to);
  }
}
