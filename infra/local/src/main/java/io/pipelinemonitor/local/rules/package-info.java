/** The rules of a stack: read from their topic, edited, and written back. */
@NullMarked
package io.pipelinemonitor.local.rules;

import org.jspecify.annotations.NullMarked;
