package io.pipelinemonitor.alerts;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that bear a name and a number, and do not keep the process alive. */
final class NamedThreads implements ThreadFactory {
  private final String name;
  private final AtomicInteger count = new AtomicInteger();

  NamedThreads(String name) {
    this.name = name;
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(task, name + '-' + count.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
