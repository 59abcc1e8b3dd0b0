/** How good the default rules are, on simulated companies whose quotas were then missed or not. */
@NullMarked
package io.pipelinemonitor.local.evaluation;

import org.jspecify.annotations.NullMarked;
