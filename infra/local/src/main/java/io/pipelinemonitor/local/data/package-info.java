/** The directory that holds everything a local stack remembers. */
@NullMarked
package io.pipelinemonitor.local.data;

import org.jspecify.annotations.NullMarked;
