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
import org.jspecify.annotations.Nullable;

/**
 * A mail server that does at one point of the conversation what it is told to, each time: what it
 * says, that it says nothing, or that it goes away.
 */
final class ScriptedMailServer implements AutoCloseable {

  /** A point of the conversation at which the server has its turn. */
  enum Point {
    GREETING,
    RECIPIENT,
    DATA,
    END_OF_DATA
  }

  private static final String HANGS = "hangs";
  private static final String GOES_AWAY = "goes away";

  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<Point, String> script = new ConcurrentHashMap<>();
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final List<String> recipients = new CopyOnWriteArrayList<>();

  ScriptedMailServer() {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Future<?> unused = threads.submit(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Mails of which the end came. */
  List<String> taken() {
    return List.copyOf(taken);
  }

  /** Recipients, one for each envelope that came as far. */
  List<String> recipients() {
    return List.copyOf(recipients);
  }

  void say(Point point, String answer) {
    script.put(point, answer);
  }

  void hangAt(Point point) {
    script.put(point, HANGS);
  }

  void goAwayAt(Point point) {
    script.put(point, GOES_AWAY);
  }

  void behave() {
    script.clear();
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
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
      PrintStream out = new PrintStream(connection.getOutputStream(), true, StandardCharsets.UTF_8);
      if (!answer(out, Point.GREETING, "220 localhost ready")) {
        return;
      }
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!turn(line, in, out)) {
          return;
        }
      }
    } catch (IOException e) {
      // The client has gone away, which is up to it.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the conversation goes on. */
  private boolean turn(String line, BufferedReader in, PrintStream out)
      throws IOException, InterruptedException {
    String verb = line.split("[ :]", 2)[0];
    switch (verb) {
      case "RCPT" -> {
        recipients.add(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
        return answer(out, Point.RECIPIENT, "250 yes");
      }
      case "DATA" -> {
        if (script.containsKey(Point.DATA)) {
          return answer(out, Point.DATA, "");
        }
        say(out, "354 go on");
        taken.add(String.valueOf(mail(in)));
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
