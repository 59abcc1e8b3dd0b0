package io.pipelinemonitor.bench;

/**
 * What the deals of one scope come to in one period; amounts are whole minor units.
 *
 * @param openAmount of the open deals
 * @param openCount how many are open
 * @param bookedAmount of the won deals
 * @param bookedCount how many are won
 * @param lostCount how many are lost
 */
record Cell(long openAmount, long openCount, long bookedAmount, long bookedCount, long lostCount) {

  static final Cell NOTHING = new Cell(0, 0, 0, 0, 0);

  Cell plus(Cell other) {
    return new Cell(
        openAmount + other.openAmount,
        openCount + other.openCount,
        bookedAmount + other.bookedAmount,
        bookedCount + other.bookedCount,
        lostCount + other.lostCount);
  }
}
