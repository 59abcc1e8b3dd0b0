/** The job that learns from outcomes: deals and their movements in, forecast parameters out. */
@NullMarked
package io.pipelinemonitor.jobs.model;

import org.jspecify.annotations.NullMarked;
