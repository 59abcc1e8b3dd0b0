/**
 * The topics that the pipeline lives on: it reads steps and definitions, writes what becomes of
 * deliveries, and reads it back.
 */
@NullMarked
package io.pipelinemonitor.alerts.delivery.kafka;

import org.jspecify.annotations.NullMarked;
