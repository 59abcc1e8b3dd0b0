package io.pipelinemonitor.local.publish;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Takes a stream of bytes apart into lines, in place: the bytes of a line are good until the next
 * is read.
 */
final class LineReader {
  private static final int FIRST_SIZE = 64 * 1024;

  private final InputStream in;
  private byte[] buffer = new byte[FIRST_SIZE];
  private int start;
  private int scanned;
  private int end;
  private boolean finished;
  private int lineStart;
  private int lineLength;
  private long lineNumber;
  private long bytesRead;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** Moves to the next line; false at the end. */
  boolean next() throws IOException {
    while (true) {
      for (; scanned < end; scanned++) {
        if (buffer[scanned] == '\n') {
          line(scanned);
          scanned++;
          start = scanned;
          return true;
        }
      }
      if (finished) {
        if (start == end) {
          return false;
        }
        line(end);
        start = end;
        return true;
      }
      fill();
    }
  }

  byte[] buffer() {
    return buffer;
  }

  /** Where the current line begins in {@link #buffer}. */
  int start() {
    return lineStart;
  }

  /** How many bytes the current line has, without its end. */
  int length() {
    return lineLength;
  }

  /** From 1. */
  long number() {
    return lineNumber;
  }

  /** How much of the stream has been taken in so far. */
  long bytesRead() {
    return bytesRead;
  }

  boolean isBlank() {
    for (int i = lineStart; i < lineStart + lineLength; i++) {
      if (buffer[i] != ' ' && buffer[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  private void line(int lineEnd) {
    int last = lineEnd > start && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    lineNumber++;
    lineStart = start;
    if (lineNumber == 1 && startsWithByteOrderMark(last)) {
      lineStart += 3;
    }
    lineLength = last - lineStart;
  }

  private boolean startsWithByteOrderMark(int lineEnd) {
    return lineEnd - lineStart >= 3
        && buffer[lineStart] == (byte) 0xEF
        && buffer[lineStart + 1] == (byte) 0xBB
        && buffer[lineStart + 2] == (byte) 0xBF;
  }

  private void fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      scanned -= start;
      start = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int count = in.read(buffer, end, buffer.length - end);
    if (count < 0) {
      finished = true;
    } else {
      end += count;
      bytesRead += count;
    }
  }
}
