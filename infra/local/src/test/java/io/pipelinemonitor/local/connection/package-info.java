@NullMarked
package io.pipelinemonitor.local.connection;

import org.jspecify.annotations.NullMarked;
