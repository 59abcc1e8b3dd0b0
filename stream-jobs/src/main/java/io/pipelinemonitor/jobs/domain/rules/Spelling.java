package io.pipelinemonitor.jobs.domain.rules;

import java.util.Collection;
import java.util.Optional;

/** Finds what somebody probably meant to write. */
@FunctionalInterface
public interface Spelling {

  /** The known name that is near to the given one, if any is. */
  Optional<String> nearest(String given, Collection<String> known);
}
