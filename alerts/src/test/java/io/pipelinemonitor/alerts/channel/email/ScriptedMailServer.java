package io.pipelinemonitor.alerts.channel.email;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that does at one point of the conversation what it is told to, each time: what it
 * says, that it says nothing, or that it goes away.
 */
public final class ScriptedMailServer implements AutoCloseable {

  /** A point of the conversation at which the server has its turn. */
  public enum Point {
    GREETING,
    RECIPIENT,
    DATA,
    END_OF_DATA
  }

  private static final String HANGS = "hangs";
  private static final String GOES_AWAY = "goes away";
  private static final String IS_LATE = "is late";

  private final ServerSocket socket;
  private final @Nullable SSLContext certificate;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<Point, String> script = new ConcurrentHashMap<>();
  private final Map<String, String> ofRecipients = new ConcurrentHashMap<>();
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<String> recipients = new CopyOnWriteArrayList<>();

  public ScriptedMailServer() {
    this(null);
  }

  /**
   * One that offers encryption.
   *
   * @param certificate null: it does not
   */
  ScriptedMailServer(@Nullable SSLContext certificate) {
    this.certificate = certificate;
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Future<?> unused = threads.submit(this::accept);
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** Mails of which the end came. */
  public List<String> taken() {
    return List.copyOf(taken);
  }

  /** A header of a mail of which the end came, with its name. */
  public String header(int mail, String name) {
    return taken
        .get(mail)
        .lines()
        .filter(line -> line.startsWith(name + ": "))
        .findFirst()
        .orElseThrow();
  }

  /** Recipients, one for each envelope that came as far. */
  public List<String> recipients() {
    return List.copyOf(recipients);
  }

  /** Commands that came, and whether anybody else could read them. */
  List<String> heard() {
    return List.copyOf(heard);
  }

  public void say(Point point, String answer) {
    script.put(point, answer);
  }

  public void hangAt(Point point) {
    script.put(point, HANGS);
  }

  /** Takes mails, and says so once the other side has given up. */
  public void beLate() {
    script.put(Point.END_OF_DATA, IS_LATE);
  }

  /** To that recipient, whatever is said to others. */
  public void sayTo(String recipient, String answer) {
    ofRecipients.put(recipient, answer);
  }

  public void goAwayAt(Point point) {
    script.put(point, GOES_AWAY);
  }

  public void behave() {
    script.clear();
    ofRecipients.clear();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Future<?> unused = threads.submit(() -> talk(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void talk(Socket connection) {
    try (connection) {
      if (answer(out(connection), Point.GREETING, "220 localhost ready")) {
        converse(connection, certificate);
      }
    } catch (IOException e) {
      // The client has gone away, which is up to it.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Until one of both goes away.
   *
   * @param offered null: no encryption is offered, or there is some already
   */
  private void converse(Socket connection, @Nullable SSLContext offered)
      throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    PrintStream out = out(connection);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      heard.add((connection instanceof SSLSocket ? "encrypted " : "open ") + verb(line));
      if (offered != null && line.equals("STARTTLS")) {
        say(out, "220 go on");
        SSLSocket encrypted =
            (SSLSocket) offered.getSocketFactory().createSocket(connection, null, true);
        encrypted.setUseClientMode(false);
        converse(encrypted, null);
        return;
      }
      if (offered != null && verb(line).equals("EHLO")) {
        say(out, "250-localhost\r\n250 STARTTLS");
      } else if (!turn(line, in, out)) {
        return;
      }
    }
  }

  private static PrintStream out(Socket connection) throws IOException {
    return new PrintStream(connection.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  private static String verb(String line) {
    return line.split("[ :]", 2)[0];
  }

  /** Whether the conversation goes on. */
  private boolean turn(String line, BufferedReader in, PrintStream out)
      throws IOException, InterruptedException {
    switch (verb(line)) {
      case "RCPT" -> {
        String recipient = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
        recipients.add(recipient);
        return answer(out, Point.RECIPIENT, ofRecipients.getOrDefault(recipient, "250 yes"));
      }
      case "DATA" -> {
        if (script.containsKey(Point.DATA)) {
          return answer(out, Point.DATA, "");
        }
        say(out, "354 go on");
        taken.add(String.valueOf(mail(in)));
        if (IS_LATE.equals(script.get(Point.END_OF_DATA))) {
          readToTheEnd(in);
          say(out, "250 taken");
          return false;
        }
        return answer(out, Point.END_OF_DATA, "250 taken");
      }
      case "QUIT" -> {
        say(out, "221 bye");
        return false;
      }
      default -> {
        say(out, "250 yes");
        return true;
      }
    }
  }

  private static @Nullable String mail(BufferedReader in) throws IOException {
    StringBuilder mail = new StringBuilder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals(".")) {
        return mail.toString();
      }
      mail.append(line).append('\n');
    }
    return null;
  }

  private static void readToTheEnd(BufferedReader in) throws IOException {
    String line = in.readLine();
    while (line != null) {
      line = in.readLine();
    }
  }

  private boolean answer(PrintStream out, Point point, String usual) throws InterruptedException {
    String scripted = script.getOrDefault(point, usual);
    if (scripted.equals(GOES_AWAY)) {
      return false;
    }
    if (scripted.equals(HANGS)) {
      closed.await();
      return false;
    }
    say(out, scripted);
    return true;
  }

  private static void say(PrintStream out, String text) {
    out.print(text + "\r\n");
    out.flush();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
