/** What Flink's own Prometheus reporter lacks: it can only listen on every interface. */
@NullMarked
package org.apache.flink.metrics.prometheus;

import org.jspecify.annotations.NullMarked;
