package io.pipelinemonitor.local.stack;

import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Chooses where logging goes. It must be said before anything is logged: the first logger settles
 * it.
 */
public final class LogFile {
  private static final String CONFIGURATION = "log4j2.configurationFile";

  private LogFile() {}

  /** Everything to a file, nothing to the terminal. */
  public static void use(Path file) {
    System.setProperty("monitor.log", file.toString());
    configure("log4j2-stack.xml");
    // Here and now: several threads that came upon it at once would lose what they say meanwhile.
    LoggerFactory.getILoggerFactory();
  }

  /** Nothing anywhere, unless the level is set to more with {@code -Dmonitor.log.level}. */
  public static void quiet() {
    configure("log4j2-quiet.xml");
  }

  private static void configure(String resource) {
    if (System.getProperty(CONFIGURATION) == null) {
      System.setProperty(CONFIGURATION, "classpath:" + resource);
    }
  }
}
