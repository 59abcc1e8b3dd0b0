package io.pipelinemonitor.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What may know what. */
@AnalyzeClasses(
    packages = "io.pipelinemonitor.jobs",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule theDomainKnowsOnlyTheJdkAndItself =
      classes()
          .that()
          .resideInAPackage("..jobs.domain..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("..jobs.domain..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule theDomainIsToldTheTime =
      noClasses()
          .that()
          .resideInAPackage("..jobs.domain..")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.LocalDate.class, "now");

  @ArchTest
  static final ArchRule theJobsDoNotKnowEachOther =
      slices()
          .matching("io.pipelinemonitor.jobs.(pipeline|alerting|model|sources)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule whatTheJobsShareKnowsNoJob =
      noClasses()
          .that()
          .resideInAPackage("..jobs.runtime..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..jobs.pipeline..", "..jobs.alerting..", "..jobs.model..");
}
