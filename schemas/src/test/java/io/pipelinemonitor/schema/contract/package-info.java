/** What every schema promises, checked over all of them. */
@NullMarked
package io.pipelinemonitor.schema.contract;

import org.jspecify.annotations.NullMarked;
