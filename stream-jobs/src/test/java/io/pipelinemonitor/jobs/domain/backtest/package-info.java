@NullMarked
package io.pipelinemonitor.jobs.domain.backtest;

import org.jspecify.annotations.NullMarked;
