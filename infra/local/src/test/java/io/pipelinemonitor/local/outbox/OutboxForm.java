package io.pipelinemonitor.local.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.html.HtmlEscapers;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The buttons of a conversation on the page of an outbox, as a browser has them. */
public final class OutboxForm {
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([a-z]+)\" value=\"([^\"]*)\">");
  private static final Pattern BUTTON =
      Pattern.compile("<button name=\"action\" value=\"([a-z]+)\">");

  private final String url;
  private final String html;
  private final Map<String, String> fields = new LinkedHashMap<>();

  private OutboxForm(String url, String html) {
    this.url = url;
    this.html = html;
    Matcher hidden = HIDDEN.matcher(html);
    while (hidden.find()) {
      fields.put(hidden.group(1), hidden.group(2));
    }
  }

  /** That of the first conversation whose heading has those words. */
  public static OutboxForm of(String url, String heading) throws Exception {
    String page =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                BodyHandlers.ofString(StandardCharsets.UTF_8))
            .body();
    int article = page.indexOf("<h2>Slack " + HtmlEscapers.htmlEscaper().escape(heading));
    assertThat(article).describedAs("conversation with %s", heading).isPositive();
    String rest = page.substring(article, page.indexOf("</article>", article));
    int form = rest.indexOf("<form ");
    return new OutboxForm(url, form < 0 ? "" : rest.substring(form, rest.indexOf("</form>")));
  }

  /** What can be pressed. */
  public List<String> actions() {
    return BUTTON.matcher(html).results().map(found -> found.group(1)).toList();
  }

  String html() {
    return html;
  }

  /** In a channel, as that person. */
  public OutboxForm by(String slackUserId) {
    return with("user", slackUserId);
  }

  OutboxForm with(String field, String value) {
    OutboxForm other = new OutboxForm(url, html);
    other.fields.putAll(fields);
    other.fields.put(field, value);
    return other;
  }

  /** The answer to a press; where it leads is not followed. */
  public HttpResponse<String> press(String action, String... headers) throws Exception {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("action", action);
    String body =
        all.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + '='
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + OutboxPage.PRESS))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
