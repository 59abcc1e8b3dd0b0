/** What leaves the system towards people. */
@NullMarked
package io.pipelinemonitor.alerts;

import org.jspecify.annotations.NullMarked;
