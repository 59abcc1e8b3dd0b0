package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.risk.RiskFactor;
import io.pipelinemonitor.jobs.domain.risk.RiskFactorName;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Why a deal is at risk, within state: of each factor its name, points, beginning and detail. */
final class RiskFactorFields {

  private RiskFactorFields() {}

  static void write(List<RiskFactor> factors, DataOutputView out) throws IOException {
    VariableLength.write(factors.size(), out);
    for (RiskFactor factor : factors) {
      StringValue.writeString(factor.name().name(), out);
      VariableLength.write(factor.points(), out);
      out.writeLong(factor.since());
      StringValue.writeString(factor.detail(), out);
    }
  }

  static List<RiskFactor> read(DataInputView in) throws IOException {
    List<RiskFactor> factors = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      factors.add(
          new RiskFactor(
              RiskFactorName.valueOf(StringValue.readString(in)),
              VariableLength.read(in),
              in.readLong(),
              StringValue.readString(in)));
    }
    return factors;
  }
}
