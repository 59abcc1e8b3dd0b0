/** Prometheus Alertmanager, so that the routes of an on-call team apply. */
@NullMarked
package io.pipelinemonitor.alerts.channel.alertmanager;

import org.jspecify.annotations.NullMarked;
