/** The published figures held against a plain recomputation from the input topics. */
@NullMarked
package io.pipelinemonitor.local.verify;

import org.jspecify.annotations.NullMarked;
