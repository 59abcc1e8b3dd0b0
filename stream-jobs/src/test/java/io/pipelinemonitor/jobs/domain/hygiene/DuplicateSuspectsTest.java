package io.pipelinemonitor.jobs.domain.hygiene;

import static io.pipelinemonitor.jobs.domain.risk.DealStory.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.hygiene.DuplicateSuspects.Difference;
import io.pipelinemonitor.jobs.domain.hygiene.DuplicateSuspects.OpenDeal;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DuplicateSuspectsTest {

  private static final long WITHIN = DuplicateSuspects.DEFAULT_WITHIN;

  private final DuplicateSuspects account = new DuplicateSuspects(WITHIN, List.of());

  @Test
  void twoDealsOfOneAmountCreatedWithinFourteenDaysAreSuspects() {
    account.put(deal("a", 100L, 0));
    Difference difference = account.put(deal("b", 100L, 14 * DAY));

    assertThat(difference.suspected()).containsExactly("a", "b");
    assertThat(difference.cleared()).isEmpty();
    assertThat(account.suspects()).containsExactly("a", "b");
    assertThat(account.put(deal("b", 100L, 14 * DAY + 1)).cleared()).containsExactly("a", "b");
  }

  @Test
  void aChainOfDealsIsSuspectThoughItsEndsAreFarApart() {
    account.put(deal("a", 100L, 0));
    account.put(deal("c", 100L, 20 * DAY));
    assertThat(account.suspects()).isEmpty();

    assertThat(account.put(deal("b", 100L, 10 * DAY)).suspected()).containsExactly("a", "b", "c");
    assertThat(account.remove("b").cleared()).containsExactly("a", "b", "c");
    assertThat(account.deals()).hasSize(2);
  }

  @Test
  void anotherAmountAnotherCurrencyAndNoAmountAreNotTheSame() {
    account.put(deal("a", 100L, 0));
    account.put(deal("b", 101L, 0));
    account.put(deal("c", null, 0));
    account.put(deal("d", null, 0));
    account.put(new OpenDeal("e", 100L, "EUR", 0));
    assertThat(account.suspects()).isEmpty();

    assertThat(account.put(deal("b", 100L, 0)).suspected()).containsExactly("a", "b");
  }

  @Test
  void aDealThatChangesItsAmountLeavesOneSuspicionForAnother() {
    account.put(deal("a", 100L, 0));
    account.put(deal("b", 100L, 0));
    account.put(deal("c", 200L, 0));
    Difference difference = account.put(deal("b", 200L, 0));

    assertThat(difference.suspected()).containsExactly("c");
    assertThat(difference.cleared()).containsExactly("a");
  }

  @Test
  void nothingComesOfWhatIsKnown() {
    account.put(deal("a", 100L, 0));
    account.put(deal("b", 100L, 0));

    assertThat(account.put(deal("b", 100L, 0)).isEmpty()).isTrue();
    assertThat(account.remove("stranger").isEmpty()).isTrue();
  }

  @Test
  void theDifferencesAddUpToWhatEveryPairSays() {
    for (long seed = 1; seed <= 2_000; seed++) {
      Random random = new Random(seed);
      DuplicateSuspects changing = new DuplicateSuspects(WITHIN, List.of());
      Set<String> suspects = new TreeSet<>();
      for (int i = 0; i < 25; i++) {
        String dealId = "deal" + random.nextInt(8);
        Long amount = random.nextInt(5) == 0 ? null : (Long) (long) random.nextInt(3);
        OpenDeal deal =
            new OpenDeal(
                dealId, amount, random.nextInt(4) == 0 ? "EUR" : "USD", random.nextInt(60) * DAY);
        Difference difference =
            random.nextInt(3) == 0 ? changing.remove(dealId) : changing.put(deal);
        difference.suspected().forEach(one -> assertThat(suspects.add(one)).isTrue());
        difference.cleared().forEach(one -> assertThat(suspects.remove(one)).isTrue());
        assertThat(suspects).as("seed %d", seed).isEqualTo(pairwise(changing));
        assertThat(changing.suspects()).isEqualTo(suspects);
      }
      assertThat(new DuplicateSuspects(WITHIN, changing.deals()).suspects()).isEqualTo(suspects);
    }
  }

  private static Set<String> pairwise(DuplicateSuspects account) {
    Set<String> suspects = new TreeSet<>();
    for (OpenDeal one : account.deals()) {
      for (OpenDeal other : account.deals()) {
        if (!one.dealId().equals(other.dealId())
            && one.amount() != null
            && one.amount().equals(other.amount())
            && one.currency().equals(other.currency())
            && Math.abs(one.createdAt() - other.createdAt()) <= 14 * DAY) {
          suspects.add(one.dealId());
        }
      }
    }
    return suspects;
  }

  private static OpenDeal deal(String dealId, @Nullable Long amount, long createdAt) {
    return new OpenDeal(dealId, amount, "USD", createdAt);
  }
}
