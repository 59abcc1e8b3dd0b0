@NullMarked
package io.pipelinemonitor.local.broker;

import org.jspecify.annotations.NullMarked;
