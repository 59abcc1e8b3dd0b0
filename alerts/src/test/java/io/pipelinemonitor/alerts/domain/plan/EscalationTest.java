package io.pipelinemonitor.alerts.domain.plan;

import static io.pipelinemonitor.alerts.domain.event.StepBuilder.step;
import static io.pipelinemonitor.alerts.domain.plan.Company.CLEO_SLACK;
import static io.pipelinemonitor.alerts.domain.plan.Company.DORA_MAIL;
import static io.pipelinemonitor.alerts.domain.plan.Company.DORA_SLACK;
import static io.pipelinemonitor.alerts.domain.plan.Company.ED_SLACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.Severity;
import io.pipelinemonitor.alerts.domain.event.StepBuilder;
import io.pipelinemonitor.alerts.domain.event.Transition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EscalationTest {

  private static final Duration A_MINUTE = Duration.ofMinutes(1);
  private static final Duration FOURTEEN_MINUTES = Duration.ofMinutes(14);
  private static final Duration FIFTEEN_MINUTES = Duration.ofMinutes(15);

  private final Company company = new Company();

  @Test
  void whatNobodyAcknowledgesIsToldToTheNextAbove() {
    company.tell(critical(Transition.FIRED).build());
    assertThat(company.after(FOURTEEN_MINUTES).review()).isEmpty();
    assertThat(company.after(A_MINUTE).review())
        .extracting(Delivery::endpoint, Delivery::reason, Delivery::manner)
        .containsExactly(tuple(ED_SLACK, PlanReason.NOT_ACKNOWLEDGED, Manner.NEW_MESSAGE));
    assertThat(company.review()).isEmpty();
    company.send();
    assertThat(company.after(FOURTEEN_MINUTES).review()).isEmpty();
    assertThat(company.after(A_MINUTE).review())
        .extracting(Delivery::endpoint)
        .containsExactly(CLEO_SLACK);
    company.send();
    assertThat(company.after(Duration.ofHours(3)).review()).isEmpty();
  }

  @Test
  void whatWasAcknowledgedOrIsNoLongerCriticalGoesNoHigher() {
    company.tell(critical(Transition.FIRED).of("seen").build());
    company.tell(critical(Transition.ACKNOWLEDGED).of("seen").number(3).build());
    company.tell(critical(Transition.UPDATED).of("seen").number(4).build());
    company.tell(critical(Transition.FIRED).of("milder").build());
    company.tell(step().taking(Transition.STEPPED_DOWN).of("milder").number(3).build());
    company.tell(critical(Transition.FIRED).of("recovering").build());
    company.tell(critical(Transition.RECOVERING).of("recovering").number(3).build());
    company.tell(step().of("never").build());
    assertThat(company.after(Duration.ofHours(1)).review()).isEmpty();
  }

  @Test
  void whatIsWorseAfterItWasAcknowledgedCanGoHigherAgain() {
    company.tell(step().build());
    company.tell(step().taking(Transition.ACKNOWLEDGED).number(3).build());
    company.tell(critical(Transition.ESCALATED).number(4).build());
    assertThat(company.after(FIFTEEN_MINUTES).review())
        .extracting(Delivery::endpoint)
        .containsExactly(ED_SLACK);
  }

  @Test
  void whereOnlyARoomWasToldTheManagerIsCalledByTheDefaultChannels() {
    company.routing(
        new Route(List.of("OWNER"), List.of("slack:#sales-dach"), null, DigestMode.NONE));
    company.tell(critical(Transition.FIRED).build());
    assertThat(company.after(FIFTEEN_MINUTES).review())
        .extracting(Delivery::endpoint)
        .containsExactly(ED_SLACK);
  }

  @Test
  void whoeverWasCalledHearsTheEnd() {
    company.tell(critical(Transition.FIRED).build());
    company.after(FIFTEEN_MINUTES).review();
    company.send();
    AlertEvent end = critical(Transition.RESOLVED).number(3).build();
    assertThat(company.take(end))
        .extracting(Delivery::endpoint, Delivery::status)
        .containsExactly(
            tuple(DORA_SLACK, DeliveryStatus.PLANNED), tuple(ED_SLACK, DeliveryStatus.PLANNED));
  }

  @Test
  void whatCannotBeSentInTimeGoesByAnotherChannel() {
    company.take(critical(Transition.FIRED).build());
    assertThat(company.after(FOURTEEN_MINUTES).review()).isEmpty();
    assertThat(company.after(A_MINUTE).review())
        .extracting(Delivery::endpoint, Delivery::reason)
        .containsExactly(tuple(DORA_MAIL, PlanReason.NOT_SENT_IN_TIME));
    assertThat(company.review()).isEmpty();
  }

  @Test
  void whatIsGivenUpGoesByAnotherChannelAtOnce() {
    company
        .take(critical(Transition.FIRED).build())
        .forEach(
            delivery ->
                company.ledger().record(delivery.attempted(company.now()).dead(company.now())));
    assertThat(company.review()).extracting(Delivery::endpoint).containsExactly(DORA_MAIL);
  }

  private static StepBuilder critical(Transition transition) {
    return step().taking(transition).severe(Severity.CRITICAL);
  }
}
