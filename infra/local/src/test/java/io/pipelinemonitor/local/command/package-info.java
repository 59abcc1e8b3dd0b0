@NullMarked
package io.pipelinemonitor.local.command;

import org.jspecify.annotations.NullMarked;
