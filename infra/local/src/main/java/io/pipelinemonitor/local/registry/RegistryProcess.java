package io.pipelinemonitor.local.registry;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * What the registry's process runs: the registry, for as long as somebody holds the other end of
 * standard input. So it ends with the process that started it, however that one ends.
 */
public final class RegistryProcess {
  private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(5);

  private RegistryProcess() {}

  /** Takes the name of the registry's own main class. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    // Ctrl-C, and what else ends a terminal or a service, reaches all its processes; whoever
    // started
    // this one decides when it ends.
    for (String name : new String[] {"INT", "TERM", "HUP"}) {
      Signal.handle(new Signal(name), SignalHandler.SIG_IGN);
    }
    Thread watch = new Thread(RegistryProcess::endWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    try {
      Class.forName(arguments[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } catch (InvocationTargetException e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever said on it: only its end matters.
      }
    } catch (IOException e) {
      // As good as the end.
    }
    Thread limit =
        new Thread(
            () -> {
              try {
                Thread.sleep(SHUTDOWN_LIMIT.toMillis());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(1);
            },
            "shutdown-limit");
    limit.setDaemon(true);
    limit.start();
    System.exit(0);
  }
}
