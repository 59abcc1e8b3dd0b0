/** What went wrong in words for the person at the keyboard. */
@NullMarked
package io.pipelinemonitor.local.problem;

import org.jspecify.annotations.NullMarked;
