@NullMarked
package io.pipelinemonitor.alerts.board;

import org.jspecify.annotations.NullMarked;
