package io.pipelinemonitor.alerts.console;

import com.google.common.hash.Hashing;
import com.google.common.io.Resources;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The files of the page: our own, and those of the libraries that are on the class path. */
final class Assets {

  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";
  private static final String PAGE = "text/html; charset=utf-8";
  private static final String IMAGE = "image/svg+xml";

  private final Map<String, Asset> byPath = new LinkedHashMap<>();

  private record Asset(byte[] content, String type, String tag) {}

  /** Reads all of them, so that one that is missing is missed at the start. */
  Assets() {
    own("/", "index.html", PAGE);
    own(Guard.LOGIN, "login.html", PAGE);
    own("/console.css", "console.css", STYLE);
    own("/icon.svg", "icon.svg", IMAGE);
    for (String script :
        new String[] {
          "app",
          "live",
          "format",
          "words",
          "charts",
          "tree",
          "overview",
          "deals",
          "alerts",
          "messages",
          "dom"
        }) {
      own("/" + script + ".js", script + ".js", SCRIPT);
    }
    library("/lib/echarts.js", "org.webjars", "echarts", "echarts.min.js");
    library("/lib/preact.js", "org.webjars.npm", "preact", "dist/preact.umd.js");
    library("/lib/preact-hooks.js", "org.webjars.npm", "preact", "hooks/dist/hooks.umd.js");
  }

  void serve(JavalinConfig config) {
    byPath.forEach((path, asset) -> config.routes.get(path, context -> answer(context, asset)));
  }

  /** A browser keeps it, and asks whether it still is the same. */
  private static void answer(Context context, Asset asset) {
    context.header("Cache-Control", "no-cache").header("ETag", asset.tag());
    if (asset.tag().equals(context.header("If-None-Match"))) {
      context.status(HttpStatus.NOT_MODIFIED);
      return;
    }
    context.contentType(asset.type()).result(asset.content());
  }

  private void own(String path, String name, String type) {
    add(path, Resources.getResource(Assets.class, name), type);
  }

  /** A file of a webjar, whatever version of it the build has chosen. */
  private void library(String path, String group, String name, String file) {
    String about = "META-INF/maven/%s/%s/pom.properties".formatted(group, name);
    Properties properties = new Properties();
    try (InputStream in = Resources.getResource(about).openStream()) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + about, e);
    }
    @Nullable String version = properties.getProperty("version");
    String resource = "META-INF/resources/webjars/%s/%s/%s".formatted(name, version, file);
    add(path, Resources.getResource(resource), SCRIPT);
  }

  private void add(String path, URL resource, String type) {
    try {
      byte[] content = Resources.toByteArray(resource);
      String tag = '"' + Hashing.sha256().hashBytes(content).toString().substring(0, 32) + '"';
      byPath.put(path, new Asset(content, type, tag));
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + resource, e);
    }
  }
}
