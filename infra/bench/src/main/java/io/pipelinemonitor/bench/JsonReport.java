package io.pipelinemonitor.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;

/** The results for programs. */
final class JsonReport {

  private final JsonGenerator json;

  private JsonReport(JsonGenerator json) {
    this.json = json;
  }

  static void write(Results results, Writer writer) throws IOException {
    try (JsonGenerator generator = new JsonFactory().createGenerator(writer)) {
      generator.useDefaultPrettyPrinter();
      new JsonReport(generator).write(results);
    }
  }

  private void write(Results results) throws IOException {
    json.writeStartObject();
    machine(results.machine());
    json.writeObjectFieldStart("load");
    json.writeNumberField("events", results.shape().events());
    json.writeNumberField("deals", results.shape().deals());
    json.writeNumberField("seed", results.seed());
    json.writeEndObject();
    json.writeNumberField("parallelism", results.parallelism());
    json.writeNumberField("tickMillis", results.tickMillis());
    json.writeArrayFieldStart("lines");
    for (Line line : results.rounds().lines()) {
      line(results.rounds(), line);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("latencies");
    for (LatencyFigures figures : results.latencies()) {
      latency(figures);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("states");
    for (StateFigures figures : results.states()) {
      state(figures);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("rules");
    for (RulesFigures figures : results.rules()) {
      rules(figures);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void rules(RulesFigures figures) throws IOException {
    json.writeStartObject();
    json.writeStringField("mix", figures.mix().label());
    json.writeNumberField("rules", figures.rules());
    json.writeStringField("inputs", figures.inputs().name());
    json.writeNumberField("snapshots", figures.measurement().events());
    json.writeNumberField("wallSeconds", figures.measurement().wallSeconds());
    json.writeNumberField("cpuSeconds", figures.measurement().cpuSeconds());
    json.writeNumberField("compilingSeconds", figures.measurement().compilingSeconds());
    json.writeNumberField("cpuSecondsPerMillion", figures.measurement().cpuSecondsPerMillion());
    json.writeNumberField("steps", figures.steps());
    json.writeNumberField("checkpointBytes", figures.checkpointBytes());
    json.writeNumberField("startSeconds", figures.startSeconds());
    json.writeEndObject();
  }

  private void machine(Machine machine) throws IOException {
    json.writeObjectFieldStart("machine");
    json.writeStringField("processor", machine.processor());
    json.writeNumberField("memoryGigabytes", machine.memoryGigabytes());
    json.writeStringField("operatingSystem", machine.operatingSystem());
    json.writeStringField("java", machine.java());
    json.writeStringField("flink", machine.flink());
    json.writeStringField("kafka", machine.kafka());
    json.writeNumberField("loadAverage", machine.loadAverage());
    json.writeEndObject();
  }

  private void line(Rounds rounds, Line line) throws IOException {
    json.writeStartObject();
    json.writeStringField("line", line.name());
    json.writeStringField("description", line.description());
    json.writeArrayFieldStart("rounds");
    for (Measurement measurement : rounds.of(line)) {
      json.writeStartObject();
      json.writeNumberField("events", measurement.events());
      json.writeNumberField("wallSeconds", measurement.wallSeconds());
      json.writeNumberField("cpuSeconds", measurement.cpuSeconds());
      json.writeNumberField("compilingSeconds", measurement.compilingSeconds());
      json.writeNumberField("cpuSecondsPerMillion", measurement.cpuSecondsPerMillion());
      json.writeNumberField("eventsPerSecond", measurement.eventsPerSecond());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("cpuRatios");
    for (Line base : rounds.lines()) {
      if (rounds.cpuRatio(line, base).isPresent()) {
        json.writeObjectFieldStart(base.name());
        spread(rounds.cpuRatio(line, base).get());
        json.writeEndObject();
      }
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void spread(Spread spread) throws IOException {
    json.writeNumberField("least", spread.least());
    json.writeNumberField("median", spread.median());
    json.writeNumberField("greatest", spread.greatest());
  }

  private void latency(LatencyFigures figures) throws IOException {
    json.writeStartObject();
    json.writeStringField("line", figures.line().name());
    json.writeNumberField("eventsPerSecond", figures.eventsPerSecond());
    json.writeNumberField("samples", figures.samples());
    json.writeNumberField("p50Millis", figures.median());
    json.writeNumberField("p99Millis", figures.p99());
    json.writeNumberField("p999Millis", figures.p999());
    json.writeNumberField("longestMillis", figures.longest());
    json.writeNumberField("missing", figures.missing());
    json.writeNumberField("sentLateMillis", figures.sentLate());
    json.writeEndObject();
  }

  private void state(StateFigures figures) throws IOException {
    json.writeStartObject();
    json.writeNumberField("deals", figures.deals());
    json.writeNumberField("events", figures.events());
    json.writeNumberField("heapBytes", figures.heapBytes());
    json.writeNumberField("checkpointBytes", figures.checkpointBytes());
    json.writeNumberField("heapBytesPerDeal", figures.heapBytesPerDeal());
    json.writeNumberField("checkpointBytesPerDeal", figures.checkpointBytesPerDeal());
    json.writeNumberField("checkpointSeconds", figures.checkpointSeconds());
    json.writeNumberField("restoreSeconds", figures.restoreSeconds());
    json.writeEndObject();
  }
}
