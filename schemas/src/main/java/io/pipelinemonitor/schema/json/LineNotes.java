package io.pipelinemonitor.schema.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parser that notes on which line each field of a record stands. */
final class LineNotes extends JsonParserDelegate {

  private final Map<String, Integer> lines = new HashMap<>();
  private String root = "";

  LineNotes(JsonParser parser) {
    super(parser);
  }

  /** The current token begins a record: paths are seen from here on. */
  void begin() {
    root = pointer();
    lines.clear();
    lines.put("", currentLine());
  }

  /** By path, as messages spell it; the record itself has the empty one. */
  Map<String, Integer> lines() {
    return Map.copyOf(lines);
  }

  /** Where the mistake is that was just found at a path. */
  int line(String path) {
    // At the end of a record something is missing, or an amount does not fit its currency.
    return hasToken(JsonToken.END_OBJECT) ? Placed.line(lines, path) : currentLine();
  }

  @Override
  public @Nullable JsonToken nextToken() throws IOException {
    JsonToken token = super.nextToken();
    if (delegate instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      throw new JsonParseException(
          this, "aliases are not followed; write out what *" + getText() + " stands for");
    }
    if (token != null && token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY) {
      lines.putIfAbsent(path(), currentLine());
    }
    return token;
  }

  private int currentLine() {
    return currentTokenLocation().getLineNr();
  }

  private String pointer() {
    return getParsingContext().pathAsPointer().toString();
  }

  /** {@code /levels/0/fire} of the file's second record is {@code levels[0].fire}. */
  private String path() {
    String pointer = pointer();
    return pointer.length() <= root.length()
        ? ""
        : pointer
            .substring(root.length() + 1)
            .replaceAll("/(\\d+)(?=/|$)", "[$1]")
            .replace('/', '.');
  }
}
