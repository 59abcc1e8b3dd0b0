package io.pipelinemonitor.bench;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which module may know which; here, because this module sees all of them. */
@AnalyzeClasses(
    packages = "io.pipelinemonitor",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ModulesTest {

  @ArchTest
  static final ArchRule modulesKnowOnlyWhatIsBelowThem =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("schemas")
          .definedBy("io.pipelinemonitor.schema..")
          .layer("stream-jobs")
          .definedBy("io.pipelinemonitor.jobs..")
          .layer("alerts")
          .definedBy("io.pipelinemonitor.alerts..")
          .layer("local")
          .definedBy("io.pipelinemonitor.local..")
          .layer("bench")
          .definedBy("io.pipelinemonitor.bench..")
          .whereLayer("schemas")
          .mayNotAccessAnyLayer()
          .whereLayer("stream-jobs")
          .mayOnlyAccessLayers("schemas")
          .whereLayer("alerts")
          .mayOnlyAccessLayers("schemas")
          .whereLayer("local")
          .mayOnlyAccessLayers("schemas", "stream-jobs", "alerts");
}
