package io.pipelinemonitor.local.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/**
 * Ctrl-C, SIGTERM or a closed terminal. The first asks for a proper end, which has its time; the
 * second ends the process at once.
 */
public final class StopSignal {
  private static final Duration LIMIT = Duration.ofSeconds(14);
  private static final int KILLED = 130;

  private final CountDownLatch raised = new CountDownLatch(1);

  private StopSignal() {}

  /** Takes the signals over from the JVM, which would end parts of the stack in no order. */
  public static StopSignal install() {
    StopSignal stop = new StopSignal();
    for (String name : new String[] {"INT", "TERM", "HUP"}) {
      // One that is ignored already, as nohup does with HUP, the JVM leaves so.
      Signal.handle(new Signal(name), signal -> stop.raise());
    }
    return stop;
  }

  /** Waits for a signal for so long; true if there was one. */
  public boolean await(Duration duration) throws InterruptedException {
    return raised.await(duration.toMillis(), TimeUnit.MILLISECONDS);
  }

  public boolean isRaised() {
    return raised.getCount() == 0;
  }

  private void raise() {
    if (isRaised()) {
      Runtime.getRuntime().halt(KILLED);
    }
    Thread limit = new Thread(StopSignal::endAfterLimit, "stop-limit");
    limit.setDaemon(true);
    limit.start();
    raised.countDown();
  }

  private static void endAfterLimit() {
    try {
      Thread.sleep(LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }
}
