package io.pipelinemonitor.schema.trust;

import org.apache.avro.Conversion;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Declares the generated records trustworthy to Avro, which since 1.12.2 creates no class that is
 * not, our own generated ones included. The ways that it offers are a property of the JVM, which
 * every program, test and cluster would have to set, and code that runs before the first record.
 * This is the latter: Avro looks for services of this type whenever it makes a model, and every
 * generated class makes one before anything else. As a conversion it is for a logical type that no
 * schema has, and so is never used.
 */
public final class OwnRecords extends Conversion<OwnRecords> {

  private static final String PACKAGE = "io.pipelinemonitor.schema";

  static {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), type -> type.getPackageName().equals(PACKAGE)));
  }

  /** Makes sure of the declaration where Avro cannot see this library's services. */
  public static void areTrusted() {
    // Loading this class is all there is to it.
  }

  @Override
  public Class<OwnRecords> getConvertedType() {
    return OwnRecords.class;
  }

  @Override
  public String getLogicalTypeName() {
    return "pipeline-monitor-records";
  }
}
