package io.pipelinemonitor.jobs.domain.deal;

/**
 * The facts that are kept of a deal. State is stored by ordinal: append only.
 *
 * <p>Value types: text is String; amounts are Long minor units; days are Long epoch days; instants
 * are Long microseconds; probabilities are Double, 0 to 1.
 */
public enum DealField {
  NAME(String.class),
  PIPELINE_ID(String.class, true),
  STAGE_ID(String.class, true),
  /**
   * The status that an event states, or {@link StatusFact#OF_STAGE} where it names a stage only.
   */
  STATUS(StatusFact.class, true),
  AMOUNT(Long.class, true),
  CURRENCY(String.class, true),
  CLOSE_DATE(Long.class, true),
  CLOSED_AT(Long.class),
  CREATED_AT(Long.class),
  FORECAST_CATEGORY(ForecastCategory.class, true),
  PROBABILITY(Double.class),
  OWNER_ID(String.class, true),
  ACCOUNT_ID(String.class),
  TERRITORY_ID(String.class),
  SEGMENT(String.class),
  PRODUCT(String.class),
  LEAD_SOURCE(String.class),
  NEXT_STEP(String.class),
  NEXT_STEP_AT(Long.class),
  LOSS_REASON(String.class),
  CONTACT_COUNT(Long.class),
  EXISTENCE(Existence.class, true),
  MERGED_INTO(String.class);

  private static final DealField[] ALL = values();

  private final Class<?> type;
  private final boolean keepsHistory;

  DealField(Class<?> type) {
    this(type, false);
  }

  DealField(Class<?> type, boolean keepsHistory) {
    this.type = type;
    this.keepsHistory = keepsHistory;
  }

  /** The type of the field's values. */
  public Class<?> type() {
    return type;
  }

  /** Whether all facts are kept, not the greatest alone. */
  public boolean keepsHistory() {
    return keepsHistory;
  }

  /** How many fields there are. */
  public static int count() {
    return ALL.length;
  }

  /** The field of that ordinal. */
  public static DealField at(int ordinal) {
    return ALL[ordinal];
  }
}
