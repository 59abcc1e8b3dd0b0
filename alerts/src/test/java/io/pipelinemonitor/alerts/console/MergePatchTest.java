package io.pipelinemonitor.alerts.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a':1}             | {'a':1}             | {}",
        "{'a':1}             | {'a':2}             | {'a':2}",
        "{'a':1}             | {'a':1,'b':2}       | {'b':2}",
        "{'a':1,'b':2}       | {'a':1}             | {'b':null}",
        "{'a':{'b':1,'c':2}} | {'a':{'b':1,'c':3}} | {'a':{'c':3}}",
        "{'a':{'b':1}}       | {'a':7}             | {'a':7}",
        "{'a':[1,2]}         | {'a':[1,3]}         | {'a':[1,3]}",
        "{}                  | {'a':{'b':1}}       | {'a':{'b':1}}"
      })
  void saysWhatMakesOneOfTheOther(String before, String after, String patch) throws IOException {
    assertThat(MergePatch.between(object(before), object(after))).isEqualTo(object(patch));
  }

  private static ObjectNode object(String json) throws IOException {
    return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
  }
}
