/** How rules would have done: the incidents of a replay against what came true. */
@NullMarked
package io.pipelinemonitor.jobs.domain.backtest;

import org.jspecify.annotations.NullMarked;
