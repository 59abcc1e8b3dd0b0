package io.pipelinemonitor.alerts.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pipelinemonitor.schema.AlertCommandType;
import io.pipelinemonitor.schema.AlertTransition;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The page in a real browser: Debian has it as {@code chromium} and {@code chromium-driver}. Where
 * they are not installed this is skipped, and says so.
 */
class ConsoleBrowserTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int MOST_STOPS = 40;
  private static final List<String> PROGRAMS = List.of("chromium", "chromedriver");

  @TempDir private static Path folder;
  private static Optional<ChromeDriver> started = Optional.empty();

  private final CompanyOfFour company = new CompanyOfFour();
  private ConsoleServer server;
  private ChromeDriver browser;

  @BeforeAll
  static void startBrowser() {
    List<Optional<Path>> programs = PROGRAMS.stream().map(ConsoleBrowserTest::installed).toList();
    if (!programs.stream().allMatch(Optional::isPresent)) {
      System.getLogger(ConsoleBrowserTest.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "SKIPPED: no browser is here; apt-get install chromium chromium-driver");
    }
    assumeTrue(programs.stream().allMatch(Optional::isPresent), "no chromium is installed");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(programs.get(0).orElseThrow().toFile());
    options.setCapability("goog:loggingPrefs", logs);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=en-US",
        "--user-data-dir=" + folder.resolve("profile"));
    File driver = programs.get(1).orElseThrow().toFile();
    started =
        Optional.of(
            new ChromeDriver(
                new ChromeDriverService.Builder()
                    .usingDriverExecutable(driver)
                    .usingAnyFreePort()
                    .withLogFile(folder.resolve("driver.log").toFile())
                    .build(),
                options));
  }

  @AfterAll
  static void stopBrowser() {
    started.ifPresent(ChromeDriver::quit);
  }

  private static Optional<Path> installed(String program) {
    return List.of(System.getenv("PATH").split(":")).stream()
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @BeforeEach
  void open() {
    server =
        ConsoleServer.start(
            new ConsoleSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                null,
                Set.of(),
                "kim",
                Optional.empty()),
            company,
            company,
            InstantSource.fixed(CompanyOfFour.THURSDAY),
            Clock.systemUTC());
    browser = started.orElseThrow();
    browser.manage().window().setSize(new Dimension(1440, 900));
    look("scope=UNIT%3Aemea");
  }

  @AfterEach
  void close() {
    browser.get("about:blank");
    server.close();
    assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
  }

  @Test
  void theFiguresAreThoseOfTheSnapshot() {
    awaitFigure("bookedAmount", "61234567");
    awaitFigure("quota", "200000000");
    awaitFigure("projectedAmount", "86900000");
    awaitFigure("pipelineNeeded", "1000000");
    assertThat(text("[data-figure=coverageToGo]")).isEqualTo("1.53×");
    assertThat(text("[data-figure=forecastDrift]")).isEqualTo("−54 %");
    assertThat(text("[data-figure=attainment]")).isEqualTo("31 %");
    assertThat(find("[data-figure=bookedAmount]").getDomAttribute("title"))
        .isEqualTo("USD\u00a0612,345.67");
    assertThat(text("#verdict")).contains("869 k").contains("short");

    company.put(
        CompanyOfFour.snapshot(
            ScopeKey.unit("emea"), 416_296_299L, CompanyOfFour.THURSDAY.plusSeconds(60)));
    await().atMost(PATIENCE).until(() -> text("[data-figure=coverageToGo]").equals("3.00×"));
  }

  @Test
  void aNewAlertIsThereAtOnce() {
    look("scope=UNIT%3Aemea&tab=alerts");
    awaitText("#standing", "Open");
    long start = System.nanoTime();
    company.put(CompanyOfFour.incident("i-2", "emea", AlertTransition.FIRED, 1));
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(PATIENCE)
        .until(() -> !browser.findElements(By.cssSelector("[data-incident='i-2']")).isEmpty());
    System.out.printf(
        "a new alert was on the page %d ms after its record was known%n",
        Duration.ofNanos(System.nanoTime() - start).toMillis());
  }

  @Test
  void acknowledgingAndSnoozingShowWhenTheJobHasObeyed() {
    company.obeys = false;
    look("scope=UNIT%3Aemea&tab=alerts");
    awaitText("#acknowledge", "Acknowledge");
    find(".answers input").sendKeys("two deals slip");
    find("#acknowledge").click();
    await().atMost(PATIENCE).until(() -> company.asked.size() == 1);
    assertThat(company.asked.get(0).getComment()).isEqualTo("two deals slip");
    assertThat(text("#standing")).isEqualTo("Open");

    company.acknowledged.add("i-1");
    company.put(CompanyOfFour.incident("i-1", "emea", AlertTransition.ACKNOWLEDGED, 2));
    awaitText("#standing", "Open, acknowledged");
    assertThat(find("#acknowledge").isEnabled()).isFalse();

    company.obeys = true;
    find(".answers option[value='240']").click();
    awaitText("#standing", "Open, acknowledged, snoozed");
    assertThat(company.asked.get(1).getCommand()).isEqualTo(AlertCommandType.SNOOZE);
  }

  @Test
  void aHostileNameIsShownAsText() {
    awaitText(".deals .deal-name", CompanyOfFour.HOSTILE);
    awaitText(".why .contributors .deal-name", CompanyOfFour.HOSTILE);
    look("scope=UNIT%3Aemea&tab=alerts");
    awaitText(".detail .deal-name", CompanyOfFour.HOSTILE);
    assertThat(text(".detail .summary")).contains(CompanyOfFour.HOSTILE);
    assertThat(browser.getTitle()).contains("EMEA");
    assertThat(browser.findElements(By.cssSelector("#app script, #app img[src=x]"))).isEmpty();
    assertThat(browser.getCurrentUrl()).doesNotContain("script");
  }

  @Test
  void theDealsOfAnAlertAddUpToItsChange() {
    look("scope=UNIT%3Aemea&tab=alerts");
    awaitText("#standing", "Open");
    long parts =
        browser.findElements(By.cssSelector(".detail .contributors tbody [data-minor]")).stream()
            .mapToLong(each -> Long.parseLong(each.getDomAttribute("data-minor")))
            .sum();
    assertThat(parts).isEqualTo(-89_999_999L);
    assertThat(find(".detail [data-figure=totalDelta]").getDomAttribute("data-minor"))
        .isEqualTo("-89999999");
  }

  @Test
  void everythingCanBeReachedByKeys() {
    look("");
    awaitText("h1", "Acme");
    press(Keys.TAB);
    assertThat(focused().getDomAttribute("class")).isEqualTo("skip");
    tabTo("role", "treeitem");
    press(Keys.ARROW_DOWN);
    assertThat(focused().getDomAttribute("data-scope")).isEqualTo("UNIT:apac");
    press(Keys.ARROW_DOWN);
    press(Keys.ENTER);
    awaitText("h1", "EMEA");
    tabTo("role", "tab");
    press(Keys.ARROW_RIGHT);
    press(Keys.ARROW_RIGHT);
    awaitText("#standing", "Open");
    tabTo("id", "acknowledge");
    press(Keys.SPACE);
    awaitText("#standing", "Open, acknowledged");
  }

  @Test
  void saysThatItIsNotCurrentAndThatTheServiceIsAway() {
    awaitText("#connection", "Live");
    company.current = false;
    company.put(
        CompanyOfFour.snapshot(
            ScopeKey.unit("emea"), 212_345_678L, CompanyOfFour.THURSDAY.plusSeconds(1)));
    awaitText("#connection", "Not current");
    server.close();
    awaitText("#connection", "Reconnecting");
    assertThat(text("[data-figure=coverageToGo]")).isEqualTo("1.53×");
    browser.get("about:blank");
    // That the service is away is all that the browser has to say.
    assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
        .allMatch(entry -> entry.getMessage().contains("ERR_"));
  }

  @Test
  void fitsAPhoneAndHasADarkSide() {
    awaitText("h1", "EMEA");
    String light = background();
    find("#theme").click();
    await().atMost(PATIENCE).until(() -> !background().equals(light));
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 390, "height", 844, "deviceScaleFactor", 1, "mobile", true));
    for (String tab : List.of("overview", "deals", "alerts", "messages")) {
      look("scope=UNIT%3Aemea&tab=" + tab);
      awaitText("h1", "EMEA");
      assertThat(script("return document.documentElement.scrollWidth")).as(tab).isEqualTo(390L);
    }
    script("localStorage.clear()");
    browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  private void look(String place) {
    browser.get("about:blank");
    browser.get("http://127.0.0.1:" + server.port() + "/#" + place);
  }

  private String background() {
    return script("return getComputedStyle(document.body).backgroundColor").toString();
  }

  private Object script(String source) {
    Object result = ((JavascriptExecutor) browser).executeScript(source);
    return result == null ? "" : result;
  }

  private WebElement find(String css) {
    return browser.findElement(By.cssSelector(css));
  }

  private String text(String css) {
    return find(css).getText();
  }

  private WebElement focused() {
    return browser.switchTo().activeElement();
  }

  private void press(Keys key) {
    new Actions(browser).sendKeys(key).perform();
  }

  private void tabTo(String attribute, String value) {
    for (int i = 0; i < MOST_STOPS; i++) {
      if (value.equals(focused().getDomAttribute(attribute))) {
        return;
      }
      press(Keys.TAB);
    }
    throw new AssertionError("no " + attribute + ' ' + value + " within " + MOST_STOPS + " tabs");
  }

  private void awaitText(String css, String expected) {
    await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(text(css)).isEqualTo(expected));
  }

  private void awaitFigure(String name, String minor) {
    await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(
                        find("[data-figure=" + name + "][data-minor]")
                            .getDomAttribute("data-minor"))
                    .isEqualTo(minor));
  }
}
