package io.pipelinemonitor.alerts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What may know what. */
@AnalyzeClasses(
    packages = "io.pipelinemonitor.alerts",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule theDomainKnowsOnlyTheJdkAndItself =
      classes()
          .that()
          .resideInAPackage("..alerts.domain..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("..alerts.domain..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule theDomainKnowsNoNetwork =
      noClasses()
          .that()
          .resideInAPackage("..alerts.domain..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net.http..", "java.nio.channels..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.net.Socket");

  @ArchTest
  static final ArchRule theDomainIsToldTheTime =
      noClasses()
          .that()
          .resideInAPackage("..alerts.domain..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(java.time.Clock.class)
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.LocalDate.class, "now")
          .orShould()
          .callMethod(java.time.LocalDateTime.class, "now")
          .orShould()
          .callMethod(java.time.ZonedDateTime.class, "now");

  @ArchTest
  static final ArchRule planningKnowsNoWording =
      noClasses()
          .that()
          .resideInAPackage("..alerts.domain.plan..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..alerts.domain.message..");

  @ArchTest
  static final ArchRule renderingKnowsNeitherRecordsNorPlans =
      noClasses()
          .that()
          .resideInAPackage("..alerts.rendering..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.pipelinemonitor.schema..",
              "..alerts.contract..",
              "..alerts.domain.plan..",
              "org.apache..");

  @ArchTest
  static final ArchRule whatAChannelIsNeedsNoLibrary =
      classes()
          .that()
          .resideInAPackage("io.pipelinemonitor.alerts.channel")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.pipelinemonitor.alerts.channel",
              "..alerts.domain..",
              "java..",
              "javax.crypto..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule channelsKnowNoTopics =
      noClasses()
          .that()
          .resideInAPackage("..alerts.channel..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "..alerts.contract..");
}
