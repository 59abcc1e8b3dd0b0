/** How fast the jobs are, beside what the same machine can do at all. */
@NullMarked
package io.pipelinemonitor.bench;

import org.jspecify.annotations.NullMarked;
