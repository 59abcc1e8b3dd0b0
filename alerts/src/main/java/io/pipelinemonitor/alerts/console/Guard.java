package io.pipelinemonitor.alerts.console;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import io.pipelinemonitor.alerts.channel.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whom the console answers, and what browsers may do with its answers. */
final class Guard {

  static final String CSRF_HEADER = "X-CSRF-Token";
  static final String LOGIN = "/login";

  private static final String COOKIE = "console_session";
  private static final String BEARER = "Bearer ";
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  /** What the page for signing in is made of, and nothing that tells anything. */
  private static final Set<String> OPEN = Set.of(LOGIN, "/console.css", "/icon.svg");

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
          + " 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private final @Nullable Secret token;
  private final Set<String> hosts;
  private final Sessions sessions;
  private final String csrf;

  Guard(ConsoleSettings settings, Clock clock) {
    this.token = settings.token();
    this.hosts = new HashSet<>(THIS_MACHINE);
    this.hosts.add(settings.address().getHostString().toLowerCase(Locale.ROOT));
    settings.hosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
    this.sessions = new Sessions(clock);
    this.csrf = sessions.secret();
  }

  /** What a page must say with whatever it asks for. */
  String csrf() {
    return csrf;
  }

  boolean asksForToken() {
    return token != null;
  }

  /**
   * Before everything else.
   *
   * @throws ConsoleProblem where it is not answered
   */
  void check(Context context) {
    context.header("Content-Security-Policy", POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    context.header("Cache-Control", "no-store");
    String host = context.header("Host");
    if (!hosts.contains(hostName("http://" + host))) {
      throw new ConsoleProblem(
          HttpStatus.MISDIRECTED_REQUEST, "unknown_host", "the console has another name");
    }
    boolean byBearer = isBearer(context);
    if (!byBearer && !OPEN.contains(context.path()) && !isSignedIn(context)) {
      throw new ConsoleProblem(HttpStatus.UNAUTHORIZED, "not_signed_in", "sign in first");
    }
    if (context.method() == HandlerType.POST && !byBearer) {
      requireSameOrigin(context, host);
    }
  }

  /** A page elsewhere may send a form here, but cannot say where it does not come from. */
  private void requireSameOrigin(Context context, @Nullable String host) {
    String origin = context.header("Origin");
    if (origin == null || host == null || !authority(origin).equalsIgnoreCase(host)) {
      throw new ConsoleProblem(
          HttpStatus.FORBIDDEN, "other_origin", "only the console's own page may ask for this");
    }
    if (!context.path().equals(LOGIN) && !Sessions.same(csrf, context.header(CSRF_HEADER))) {
      throw new ConsoleProblem(
          HttpStatus.FORBIDDEN, "no_csrf_token", "the page is an old one; load it again");
    }
  }

  private boolean isSignedIn(Context context) {
    return token == null || sessions.isValid(context.cookie(COOKIE));
  }

  private boolean isBearer(Context context) {
    String given = context.header("Authorization");
    if (token == null || given == null || !given.startsWith(BEARER)) {
      return false;
    }
    requireNoGuessing();
    if (Sessions.same(token.reveal(), given.substring(BEARER.length()))) {
      return true;
    }
    sessions.failed();
    return false;
  }

  /**
   * Signs in whoever knows the token.
   *
   * @return whether it is the one
   */
  boolean signIn(Context context, @Nullable String given) {
    requireNoGuessing();
    if (token == null || !Sessions.same(token.reveal(), given == null ? null : given.strip())) {
      sessions.failed();
      return false;
    }
    Cookie cookie = new Cookie(COOKIE, sessions.begin());
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setSameSite(SameSite.STRICT);
    cookie.setMaxAge((int) Sessions.LENGTH.toSeconds());
    cookie.setSecure(isEncrypted(context));
    context.cookie(cookie);
    return true;
  }

  void signOut(Context context) {
    sessions.end(context.cookie(COOKIE));
    context.removeCookie(COOKIE, "/");
  }

  private void requireNoGuessing() {
    if (sessions.isGuessing()) {
      throw new ConsoleProblem(
          HttpStatus.TOO_MANY_REQUESTS, "too_many_attempts", "wait a minute, then try again");
    }
  }

  /** By what the browser saw: a proxy in front may be the one that encrypts. */
  private static boolean isEncrypted(Context context) {
    String origin = context.header("Origin");
    return origin != null && origin.startsWith("https:");
  }

  private static String hostName(String address) {
    try {
      String name = new URI(address).getHost();
      return name == null ? "" : name.toLowerCase(Locale.ROOT);
    } catch (URISyntaxException e) {
      return "";
    }
  }

  private static String authority(String origin) {
    try {
      String authority = new URI(origin).getAuthority();
      return authority == null ? "" : authority;
    } catch (URISyntaxException e) {
      return "";
    }
  }
}
