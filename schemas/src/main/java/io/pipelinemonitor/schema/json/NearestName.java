package io.pipelinemonitor.schema.json;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a misspelt one was probably meant to be. */
public final class NearestName {

  private NearestName() {}

  /** The known name with the fewest edits to the given one, when those are few for its length. */
  public static Optional<String> of(String given, Collection<String> known) {
    String best = null;
    int fewest = Math.max(2, given.length() / 3) + 1;
    for (String candidate : known) {
      int edits = edits(given.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (edits < fewest) {
        fewest = edits;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The sentence to append to a message about the unknown name; empty when nothing is near. */
  static String hint(String given, Collection<String> known) {
    return of(given, known).map(name -> "; did you mean '" + name + "'?").orElse("");
  }

  private static int edits(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int substitution = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitution, Math.min(row[j - 1], row[j]) + 1);
      }
    }
    return row[right.length()];
  }
}
