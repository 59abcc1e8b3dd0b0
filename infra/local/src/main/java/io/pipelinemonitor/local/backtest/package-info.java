/** Tries rules on the figures that a stack has recorded; writes nothing to it. */
@NullMarked
package io.pipelinemonitor.local.backtest;

import org.jspecify.annotations.NullMarked;
