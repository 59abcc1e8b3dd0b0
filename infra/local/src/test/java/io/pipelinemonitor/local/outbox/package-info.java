@NullMarked
package io.pipelinemonitor.local.outbox;

import org.jspecify.annotations.NullMarked;
