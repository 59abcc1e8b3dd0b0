/** A real schema registry in a process of its own. */
@NullMarked
package io.pipelinemonitor.local.registry;

import org.jspecify.annotations.NullMarked;
