/** What boards show: the figures, the incidents and the deals at risk as Prometheus reads them. */
@NullMarked
package io.pipelinemonitor.alerts.board;

import org.jspecify.annotations.NullMarked;
