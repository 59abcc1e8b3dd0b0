package io.pipelinemonitor.schema.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaContractTest {

  private static final int SHORTEST_HELPFUL_DOC = 12;

  static Stream<Schema> records() {
    return Records.allNamedTypes().stream().filter(type -> type.getType() == Schema.Type.RECORD);
  }

  static Stream<Schema> enums() {
    return Records.allNamedTypes().stream().filter(type -> type.getType() == Schema.Type.ENUM);
  }

  static Stream<Schema> namedTypes() {
    return Records.allNamedTypes().stream();
  }

  @ParameterizedTest
  @MethodSource("namedTypes")
  void everyRecordAndEnumExplainsItself(Schema type) {
    assertThat(type.getNamespace()).isEqualTo("io.pipelinemonitor.schema");
    assertThat(type.getDoc()).as(type.getFullName()).hasSizeGreaterThan(SHORTEST_HELPFUL_DOC);
  }

  @ParameterizedTest
  @MethodSource("records")
  void everyFieldExplainsItselfAndSaysWhatNullMeans(Schema record) {
    for (Schema.Field field : record.getFields()) {
      assertThat(field.doc()).as(record.getName() + "." + field.name()).isNotNull();
      assertThat(field.doc())
          .as(record.getName() + "." + field.name())
          .hasSizeGreaterThan(SHORTEST_HELPFUL_DOC);
      if (field.schema().isNullable()) {
        assertThat(field.doc())
            .as(record.getName() + "." + field.name())
            .containsAnyOf("Null:", "otherwise null");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void whatCanBeNullOrAListIsSoByDefault(Schema record) {
    for (Schema.Field field : record.getFields()) {
      if (field.schema().isNullable()) {
        assertThat(field.schema().getTypes().get(0).getType())
            .as(record.getName() + "." + field.name())
            .isEqualTo(Schema.Type.NULL);
        assertThat(field.hasDefaultValue()).as(record.getName() + "." + field.name()).isTrue();
      }
      if (field.schema().getType() == Schema.Type.ARRAY) {
        assertThat(field.hasDefaultValue()).as(record.getName() + "." + field.name()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("enums")
  void everyEnumCanGainSymbolsWithoutBreakingItsReaders(Schema type) {
    assertThat(type.getEnumSymbols()).as(type.getName()).endsWith("UNKNOWN");
    assertThat(type.getEnumDefault()).as(type.getName()).isEqualTo("UNKNOWN");
  }

  @Test
  void everyAmountHasItsCurrencyBesideOrAroundIt() {
    Set<String> amounts = new LinkedHashSet<>();
    Records.onTopics()
        .map(Records::schema)
        .forEach(schema -> requireCurrencies(schema, new ArrayList<>(), amounts));

    assertThat(amounts)
        .contains("DealEvent.amountMinor", "StageTotal.amount", "AlertContributor.delta");
  }

  @ParameterizedTest
  @MethodSource("records")
  void amountsAreWholeMinorUnitsAndNothingElseIsCalledMinor(Schema record) {
    for (Schema.Field field : record.getFields()) {
      String money = field.getProp("money");
      if (money != null) {
        assertThat(withoutNull(field.schema()).getType())
            .as(record.getName() + "." + field.name())
            .isEqualTo(Schema.Type.LONG);
        assertThat(field.doc()).contains("minor units");
      } else {
        assertThat(field.name()).as(record.getName()).doesNotEndWith("Minor");
      }
      // missingAmount counts the deals that lack one.
      boolean isCount = field.name().equals("missingAmount");
      assertThat(field.name().endsWith("Amount") && !isCount && money == null)
          .as(record.getName() + "." + field.name() + " is an amount without a currency")
          .isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void lengthsOfTimeWithNaturalNamesAreWholeSeconds(Schema record) {
    for (Schema.Field field : record.getFields()) {
      if (field.getProp("duration") != null) {
        assertThat(field.getProp("duration")).isEqualTo("seconds");
        assertThat(field.name()).isEqualTo(field.getProp("jsonName") + "Seconds");
        assertThat(withoutNull(field.schema()).getType()).isEqualTo(Schema.Type.LONG);
      }
    }
  }

  private static void requireCurrencies(
      Schema schema, List<Schema> enclosing, Set<String> amounts) {
    switch (schema.getType()) {
      case RECORD -> {
        List<Schema> around = new ArrayList<>(enclosing);
        around.add(schema);
        for (Schema.Field field : schema.getFields()) {
          String currency = field.getProp("money");
          if (currency != null) {
            amounts.add(schema.getName() + "." + field.name());
            assertThat(around)
                .as(schema.getName() + "." + field.name() + " needs the field " + currency)
                .anySatisfy(
                    record ->
                        assertThat(withoutNull(record.getField(currency).schema()).getType())
                            .isEqualTo(Schema.Type.STRING));
          }
          requireCurrencies(field.schema(), around, amounts);
        }
      }
      case ARRAY -> requireCurrencies(schema.getElementType(), enclosing, amounts);
      case UNION ->
          schema.getTypes().forEach(branch -> requireCurrencies(branch, enclosing, amounts));
      default -> {
        // Nothing inside.
      }
    }
  }

  private static Schema withoutNull(Schema schema) {
    return schema.getType() == Schema.Type.UNION ? schema.getTypes().get(1) : schema;
  }
}
