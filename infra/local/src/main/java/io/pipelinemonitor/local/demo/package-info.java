/** A simulated quarter played through the real system, with a commentary on what it makes of it. */
@NullMarked
package io.pipelinemonitor.local.demo;

import org.jspecify.annotations.NullMarked;
