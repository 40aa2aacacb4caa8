<?php
/**
 * Plugin Name: Poliflash
 * Description: The story cards of a Poliflash newsroom, as a block and as [poliflash channel=stories limit=6]. Rendered on the server; the last good copy stays when the newsroom is away.
 * Version: 1.0.0
 * Requires at least: 6.0
 * Requires PHP: 7.4
 * Author: The Poliflash developers
 * License: MIT
 * Text Domain: poliflash
 *
 * A page view shows the copy that is kept in this site's own options. The newsroom is asked for a
 * new one at most once in five minutes, by WP-Cron and with the ETag of the copy; only a page that
 * has no copy yet, or that nobody opened for an hour, asks by itself, for three seconds at most.
 */

defined('ABSPATH') || exit;

const POLIFLASH_VERSION = '1.0.0';
const POLIFLASH_LARGEST = 262144;
const POLIFLASH_TIMEOUT = 3;
const POLIFLASH_EVERY = 300;
const POLIFLASH_QUIET = 3600;
const POLIFLASH_STYLESHEET = ['stylesheet' => 'poliflash.css'];

// -- What is wanted ------------------------------------------------------------------------------

/** The attributes of the block and of the shortcode, with what is taken where one is not given. */
function poliflash_attributes(): array
{
    return [
        'channel' => ['type' => 'string', 'default' => 'stories'],
        'lang' => ['type' => 'string', 'default' => '', 'enum' => ['', 'it', 'en']],
        'limit' => ['type' => 'integer', 'default' => 6, 'minimum' => 1, 'maximum' => 12],
        'heading-level' => ['type' => 'integer', 'default' => 2, 'minimum' => 2, 'maximum' => 6],
        'layout' => ['type' => 'string', 'default' => 'grid', 'enum' => ['grid', 'list', 'featured']],
        'theme' => ['type' => 'string', 'default' => 'plain', 'enum' => ['plain', 'bootstrap-italia']],
    ];
}

/** What was asked for, each value within its bounds; null where the channel cannot be a name. */
function poliflash_wanted(array $given): ?array
{
    $wanted = [];
    foreach (poliflash_attributes() as $name => $its) {
        $value = isset($given[$name]) && is_scalar($given[$name]) ? trim((string) $given[$name]) : '';
        if ($its['type'] === 'integer') {
            $number = is_numeric($value) ? (int) $value : $its['default'];
            $wanted[$name] = min(max($number, $its['minimum']), $its['maximum']);
        } elseif (isset($its['enum'])) {
            $wanted[$name] = in_array($value, $its['enum'], true) ? $value : $its['default'];
        } else {
            $wanted[$name] = $value === '' ? $its['default'] : $value;
        }
    }
    if (!preg_match('#^[a-z0-9][a-z0-9_-]*(/[a-z0-9][a-z0-9_-]*)?$#', $wanted['channel'])) {
        return null;
    }
    $wanted['lang'] = poliflash_language($wanted['channel'], $wanted['lang']);
    return $wanted;
}

/** The language given, else the page's (Polylang, WPML, WordPress); a single source has none. */
function poliflash_language(string $channel, string $given): string
{
    if (strpos($channel, 'sources/') === 0) {
        return '';
    }
    if ($given === '' && function_exists('pll_current_language')) {
        $given = (string) pll_current_language('slug');
    }
    if ($given === '') {
        $given = (string) apply_filters('wpml_current_language', '');
    }
    $given = substr($given === '' ? get_locale() : $given, 0, 2);
    return $given === 'it' ? 'it' : 'en';
}

function poliflash_key(array $wanted): string
{
    return substr(md5(implode('|', $wanted)), 0, 20);
}

/** The address of the newsroom's site, without a slash at its end; empty until it is set. */
function poliflash_site(): string
{
    return (string) get_option('poliflash_site', '');
}

/** Where it may be had, the best first: made to measure under `serve`, else the published file. */
function poliflash_addresses(array $wanted): array
{
    $base = poliflash_site() . '/embed/v1/';
    if ($wanted === POLIFLASH_STYLESHEET) {
        return [$base . 'poliflash.css'];
    }
    $query = http_build_query(array_filter($wanted), '', '&', PHP_QUERY_RFC3986);
    $suffix = $wanted['lang'] === '' ? '' : '.' . $wanted['lang'];
    return array_values(array_unique([
        $base . 'cards.html?' . $query,
        $base . $wanted['channel'] . $suffix . '.html',
        $base . $wanted['channel'] . '.html',
    ]));
}

// -- The kept copy -------------------------------------------------------------------------------

/** The last good copy and how it fares; its html is empty where there never was one. */
function poliflash_kept(array $wanted): array
{
    $empty = ['html' => '', 'data' => '', 'etag' => '', 'address' => '', 'confirmed' => 0,
        'failure' => '', 'version' => POLIFLASH_VERSION, 'wanted' => $wanted];
    $kept = get_option('poliflash_kept_' . poliflash_key($wanted));
    return is_array($kept) ? $kept + $empty : $empty;
}

function poliflash_keep(array $wanted, array $kept): void
{
    update_option('poliflash_kept_' . poliflash_key($wanted), $kept, false);
}

/** Seconds since the newsroom was last asked, whatever it said. Read past the cache of options. */
function poliflash_since(string $key): int
{
    global $wpdb;
    $select = "SELECT option_value FROM $wpdb->options WHERE option_name = %s";
    $tried = $wpdb->get_var($wpdb->prepare($select, 'poliflash_tried_' . $key));
    return abs(time() - (int) $tried);
}

/** Whether the next fetch is ours: one statement decides it, so of many views only one goes. */
function poliflash_claimed(string $key): bool
{
    global $wpdb;
    $name = 'poliflash_tried_' . $key;
    $now = (string) time();
    $insert = "INSERT IGNORE INTO $wpdb->options (option_name, option_value, autoload) VALUES (%s, %s, 'no')";
    if ($wpdb->query($wpdb->prepare($insert, $name, $now)) === 1) {
        return true;
    }
    $before = $wpdb->get_var($wpdb->prepare("SELECT option_value FROM $wpdb->options WHERE option_name = %s", $name));
    if (abs($now - (int) $before) < poliflash_every()) {
        return false;
    }
    $update = "UPDATE $wpdb->options SET option_value = %s WHERE option_name = %s AND option_value = %s";
    return $wpdb->query($wpdb->prepare($update, $now, $name, $before)) === 1;
}

/** Seconds that pass between two fetches of one thing; a site may change it by this filter. */
function poliflash_every(): int
{
    return max(60, (int) apply_filters('poliflash_every', POLIFLASH_EVERY));
}

/** The copy to show. A busy page never waits: its next copy is fetched by WP-Cron. */
function poliflash_copy(array $wanted): array
{
    $since = poliflash_since(poliflash_key($wanted));
    if ($since > POLIFLASH_QUIET && !poliflash_away()) {
        poliflash_refresh($wanted);
    } elseif ($since >= poliflash_every()) {
        poliflash_later($wanted);
    }
    return poliflash_kept($wanted);
}

/** Whether the newsroom was silent in this very view: one with many blocks waits once only. */
function poliflash_away(bool $silent = false): bool
{
    static $away = false;
    return $away = $away || $silent;
}

function poliflash_later(array $wanted): void
{
    if (!wp_next_scheduled('poliflash_refresh', [$wanted])) {
        wp_schedule_single_event(time(), 'poliflash_refresh', [$wanted]);
    }
}

/** Asks the newsroom once, if it is time, and keeps what is good. */
function poliflash_refresh(array $wanted): void
{
    if (poliflash_site() === '' || !poliflash_claimed(poliflash_key($wanted))) {
        return;
    }
    $kept = poliflash_kept($wanted);
    $answer = poliflash_asked($wanted, $kept);
    $kept['failure'] = $answer['failure'];
    if ($answer['failure'] === '') {
        $kept['confirmed'] = time();
    } elseif ($answer['gone']) {
        $kept = array_merge($kept, ['html' => '', 'data' => '', 'etag' => '']);
    }
    if ($answer['body'] !== '') {
        $kept = array_merge($kept, poliflash_good($wanted, $answer));
    }
    poliflash_keep($wanted, $kept);
    if ($answer['body'] !== '' || $answer['gone']) {
        do_action('poliflash_changed', $wanted);
    }
}

/** What is kept of a good answer. */
function poliflash_good(array $wanted, array $answer): array
{
    $good = ['etag' => $answer['etag'], 'address' => $answer['address'], 'version' => POLIFLASH_VERSION];
    if ($wanted === POLIFLASH_STYLESHEET) {
        return $good + ['html' => $answer['body']];
    }
    $file = strpos($answer['address'], '?') === false;
    $data = poliflash_data($answer['body'], $file ? $wanted['limit'] : 12);
    $html = poliflash_cleaned($answer['body']);
    return $good + ['html' => $file ? poliflash_fitted($html, $wanted) : $html, 'data' => $data];
}

// -- The newsroom --------------------------------------------------------------------------------

/** The first answer that is not "no such address"; the address that answered before goes first. */
function poliflash_asked(array $wanted, array $kept): array
{
    $addresses = poliflash_addresses($wanted);
    $known = strpos($kept['address'], poliflash_site() . '/embed/') === 0;
    if ($known && $wanted !== POLIFLASH_STYLESHEET) {
        $addresses = array_values(array_unique(array_merge([$kept['address']], $addresses)));
    }
    $type = $wanted === POLIFLASH_STYLESHEET ? 'text/css' : 'text/html';
    $late = microtime(true) + POLIFLASH_TIMEOUT;
    do {
        $answer = poliflash_fetched(array_shift($addresses), $type, $kept);
        if ($answer['elsewhere'] !== '') { // another spelling of the address; followed once
            $answer = poliflash_fetched($answer['elsewhere'], $type, $kept);
        }
    } while ($answer['status'] === 404 && $addresses && microtime(true) < $late);
    // A channel that ended answers 410. Cards of a newsroom that this site no longer shows go too.
    $nowhere = $answer['status'] === 404 && !$addresses;
    $answer['gone'] = $answer['status'] === 410 || ($nowhere && !$known);
    return $answer;
}

/** One conditional request: its body where it is new and good, its failure in words where not. */
function poliflash_fetched(string $address, string $type, array $kept): array
{
    $headers = ['Accept' => $type, 'Accept-Encoding' => 'identity'];
    $same = $kept['address'] === $address && $kept['version'] === POLIFLASH_VERSION;
    if ($same && $kept['html'] !== '' && $kept['etag'] !== '') {
        $headers['If-None-Match'] = $kept['etag'];
    }
    add_action('requests-requests.before_request', 'poliflash_hurry', 10, 5);
    $answer = wp_remote_get($address, [
        'timeout' => POLIFLASH_TIMEOUT,
        'redirection' => 0,
        'limit_response_size' => POLIFLASH_LARGEST + 1,
        'user-agent' => 'Poliflash-WordPress/' . POLIFLASH_VERSION . '; ' . home_url('/'),
        'headers' => $headers,
    ]);
    remove_action('requests-requests.before_request', 'poliflash_hurry', 10);
    $told = ['status' => 0, 'body' => '', 'etag' => '', 'address' => $address, 'elsewhere' => '', 'failure' => ''];
    if (is_wp_error($answer)) {
        poliflash_away(true);
        return array_merge($told, ['failure' => poliflash_unreached($answer->get_error_message())]);
    }
    return array_merge($told, poliflash_judged($answer, $type));
}

/** Why there is no answer: in words that say what to do, then as PHP or curl has it. */
function poliflash_unreached(string $told): string
{
    $why = __('there is no connection to it', 'poliflash');
    $known = [
        'ssl|tls|certificate|crypto' => __('no secure connection comes about; its certificate may have run out or bear another name', 'poliflash'),
        'resolve|getaddrinfo|name or service' => __('there is no site of this name', 'poliflash'),
        'timed? ?-?out' => __('it says nothing for too long', 'poliflash'),
    ];
    foreach ($known as $sign => $words) {
        $why = preg_match("#$sign#i", $told) ? $words : $why;
    }
    return "$why: " . trim((string) preg_replace('#\s+#', ' ', $told));
}

/** WordPress bounds the wait for an answer only; this bounds the wait for the connection, too. */
function poliflash_hurry($url, $headers, $data, $type, &$options): void
{
    $options['connect_timeout'] = POLIFLASH_TIMEOUT;
}

/** What an answer is worth. A whole page (a proxy's, one of maintenance) is not a fragment. */
function poliflash_judged(array $answer, string $type): array
{
    $status = (int) wp_remote_retrieve_response_code($answer);
    $body = (string) wp_remote_retrieve_body($answer);
    if ($status === 304) {
        return ['status' => 304];
    }
    if ($status >= 300 && $status < 400) {
        $there = (string) wp_remote_retrieve_header($answer, 'location');
        $there = strpos($there, '/') === 0 ? poliflash_origin() . $there : $there;
        $ours = strpos($there, poliflash_site() . '/embed/') === 0;
        return ['status' => $status, 'elsewhere' => $ours ? $there : '', 'failure' => "$status: $there"];
    }
    if ($status !== 200) {
        return ['status' => $status, 'failure' => sprintf('%d %s', $status, get_status_header_desc($status))];
    }
    $told = (string) wp_remote_retrieve_header($answer, 'content-type');
    if (strpos(strtolower($told), $type) !== 0) {
        return ['status' => 200, 'failure' => sprintf(__('it sent %1$s instead of %2$s', 'poliflash'), $told, $type)];
    }
    if (strlen($body) > POLIFLASH_LARGEST) {
        return ['status' => 200, 'failure' => __('it sent more than 256 KB', 'poliflash')];
    }
    $usable = $type === 'text/css' ? poliflash_harmless($body) : poliflash_cleaned($body) !== '';
    $usable = $usable && preg_match('##u', $body);
    if (!$usable) {
        return ['status' => 200, 'failure' => __('it sent something that is no fragment', 'poliflash')];
    }
    return ['status' => 200, 'body' => $body, 'etag' => (string) wp_remote_retrieve_header($answer, 'etag')];
}

function poliflash_origin(): string
{
    return (string) preg_replace('#^(https?://[^/]+).*$#', '$1', poliflash_site());
}

// -- What may be shown ---------------------------------------------------------------------------

/** Elements and attributes that a fragment consists of, in both of its themes. */
function poliflash_allowed(): array
{
    $every = ['class' => true, 'lang' => true, 'data-*' => true];
    $allowed = [
        'section' => ['aria-label' => true, 'aria-labelledby' => true],
        'ul' => ['aria-label' => true],
        'a' => ['href' => true, 'rel' => true, 'hreflang' => true],
        'source' => ['type' => true, 'srcset' => true, 'sizes' => true, 'media' => true],
        'img' => ['src' => true, 'srcset' => true, 'sizes' => true, 'alt' => true, 'width' => true,
            'height' => true, 'loading' => true, 'decoding' => true, 'referrerpolicy' => true],
        'time' => ['datetime' => true],
    ];
    $plain = ['article', 'li', 'h2', 'h3', 'h4', 'h5', 'h6', 'div', 'picture', 'figure', 'figcaption', 'p',
        'span', 'footer', 'address', 'strong', 'em', 'br'];
    foreach (array_merge(array_keys($allowed), $plain) as $name) {
        $allowed[$name] = ($allowed[$name] ?? []) + $every;
    }
    return $allowed;
}

/**
 * The fragment with nothing but the markup above; empty where it is a whole page or nothing.
 * Rare letters and signs become references: the tables of old sites cannot keep them.
 */
function poliflash_cleaned(string $html): string
{
    if (preg_match('#<(!doctype|html|head|body|frameset)\b#i', $html)) {
        return '';
    }
    $html = (string) preg_replace('#<(script|style)\b.*?</\1\s*>|<!--.*?-->#is', '', $html);
    $html = trim(wp_kses($html, poliflash_allowed(), ['http', 'https']));
    $named = function (array $sign): string {
        [, $a, $b, $c, $d] = unpack('C4', $sign[0]); // the four bytes of such a sign in UTF-8
        return '&#' . (($a & 7) << 18 | ($b & 63) << 12 | ($c & 63) << 6 | $d & 63) . ';';
    };
    return (string) preg_replace_callback('#[\x{10000}-\x{10FFFF}]#u', $named, $html);
}

/** The fragment's list for search engines: read as JSON and written anew, or left out. */
function poliflash_data(string $html, int $limit): string
{
    $script = '#<script type="application/ld\+json">(.*?)</script>#is';
    $data = preg_match($script, $html, $found) ? json_decode($found[1], true, 16) : null;
    if (!is_array($data) || ($data['@type'] ?? '') !== 'ItemList' || !is_array($data['itemListElement'] ?? null)) {
        return '';
    }
    $data['itemListElement'] = array_slice($data['itemListElement'], 0, $limit);
    $data['numberOfItems'] = count($data['itemListElement']);
    return (string) wp_json_encode($data, JSON_HEX_TAG | JSON_HEX_AMP | JSON_UNESCAPED_SLASHES);
}

/** A published file made to measure: it has six cards as a grid, with headings of level 3. */
function poliflash_fitted(string $html, array $wanted): string
{
    $layouts = ['grid' => 'poliflash-grid', 'list' => 'poliflash-list-layout', 'featured' => 'poliflash-featured'];
    $html = str_replace('poliflash-list poliflash-grid', 'poliflash-list ' . $layouts[$wanted['layout']], $html);
    $html = (string) preg_replace('#<(/?)h3\b#', '<${1}h' . $wanted['heading-level'], $html);
    $seen = 0;
    $fits = function (array $item) use (&$seen, $wanted): string {
        $seen++;
        return $seen <= $wanted['limit'] ? $item[0] : '';
    };
    return (string) preg_replace_callback('#<li class="poliflash-item.*?</li>\s*#s', $fits, $html);
}

/** Whether a stylesheet ends in itself and has a browser ask nobody for anything. */
function poliflash_harmless(string $css): bool
{
    return trim($css) !== '' && !preg_match('#<|@import|url\s*\(|image-set|\\\\#i', $css);
}

/** The newsroom's stylesheet, out of this site's own pages: visitors ask nobody else for it. */
function poliflash_style(): void
{
    if (wp_style_is('poliflash')) {
        return;
    }
    $css = poliflash_copy(POLIFLASH_STYLESHEET)['html'];
    if (is_admin()) { // the editor gives the theme's rules one class more than its pages do
        $css = str_replace('.poliflash ', '.poliflash.poliflash ', $css);
    }
    wp_register_style('poliflash', false, [], POLIFLASH_VERSION);
    wp_add_inline_style('poliflash', $css);
    wp_enqueue_style('poliflash');
}

/** In the head, where the page is known to need it; otherwise it comes at the foot. */
function poliflash_style_in_head(): void
{
    $post = get_post();
    $text = $post ? $post->post_content : '';
    $cards = has_shortcode($text, 'poliflash') || has_block('poliflash/cards', $text);
    if ($cards && strpos($text, 'bootstrap-italia') === false) {
        poliflash_style();
    }
}

/** Also where the editor is a frame of its own. */
function poliflash_style_in_editor(): void
{
    if (is_admin()) {
        poliflash_style();
    }
}

// -- The block and the shortcode -----------------------------------------------------------------

/** The cards, or for readers nothing that they would see. */
function poliflash_shown($given): string
{
    $wanted = poliflash_wanted(is_array($given) ? $given : []);
    if ($wanted === null) {
        return poliflash_absent(__('this is not the name of a channel.', 'poliflash'));
    }
    if (poliflash_site() === '') {
        return poliflash_absent(__('enter the address of the newsroom under Settings › Poliflash.', 'poliflash'));
    }
    $copy = poliflash_copy($wanted);
    if ($copy['html'] === '' && strpos($copy['failure'], '404') === 0) {
        return poliflash_absent(sprintf(__('the newsroom has no channel “%1$s”; those it has are named at %2$s. Readers see nothing here.', 'poliflash'), $wanted['channel'], poliflash_site() . '/use'));
    }
    if ($copy['html'] === '') {
        return poliflash_absent(sprintf(__('the newsroom sent no cards (%s). Readers see nothing here.', 'poliflash'), $copy['failure']));
    }
    if (preg_match('#class=.poliflash["\'\s]#', $copy['html'])) {
        poliflash_style();
    }
    $data = $copy['data'] === '' || is_feed() ? '' : '<script type="application/ld+json">' . $copy['data'] . '</script>';
    return poliflash_doubt($copy, $wanted) . $copy['html'] . $data; // cleaned when it was kept
}

function poliflash_block(array $attributes): string
{
    return '<div ' . get_block_wrapper_attributes() . '>' . poliflash_shown($attributes) . '</div>';
}

/** Says to editors alone why there are no cards. */
function poliflash_absent(string $why): string
{
    return "<!-- Poliflash: no cards yet -->" . poliflash_notice($why);
}

/** Says to editors alone what is wrong with the cards that are shown. */
function poliflash_doubt(array $copy, array $wanted): string
{
    if ($copy['failure'] !== '') {
        $when = wp_date(get_option('date_format') . ' ' . get_option('time_format'), $copy['confirmed']);
        return poliflash_notice(sprintf(__('the newsroom does not answer (%1$s). Readers see the cards of %2$s.', 'poliflash'), $copy['failure'], $when));
    }
    if ($wanted['theme'] === 'bootstrap-italia' && strpos($copy['address'], '?') === false) {
        return poliflash_notice(__('this newsroom publishes files only, in the plain theme.', 'poliflash'));
    }
    return '';
}

function poliflash_notice(string $text): string
{
    if (is_feed() || !current_user_can('edit_posts')) {
        return '';
    }
    return '<p class="poliflash-notice" role="note"><strong>Poliflash:</strong> ' . esc_html($text) . '</p>';
}

function poliflash_init(): void
{
    add_shortcode('poliflash', 'poliflash_shown');
    $needed = ['wp-blocks', 'wp-element', 'wp-components', 'wp-block-editor', 'wp-server-side-render'];
    wp_register_script('poliflash-block', false, $needed, POLIFLASH_VERSION, true);
    wp_add_inline_script('poliflash-block', poliflash_script());
    register_block_type('poliflash/cards', [
        'api_version' => 2,
        'title' => __('Poliflash stories', 'poliflash'),
        'description' => __('The newest stories of a newsroom, as cards.', 'poliflash'),
        'category' => 'embed',
        'icon' => 'rss',
        'supports' => ['html' => false, 'align' => ['wide', 'full']],
        'attributes' => poliflash_attributes() + ['align' => ['type' => 'string']],
        'editor_script' => 'poliflash-block',
        'render_callback' => 'poliflash_block',
    ]);
}

/** The block in the editor: five fields beside what readers will see. */
function poliflash_script(): string
{
    $said = [
        'channel' => __('Channel', 'poliflash'),
        'channelHelp' => sprintf(__('For example stories, topics/energy or sources/ateneo-it; all are at %s', 'poliflash'), poliflash_site() . '/use'),
        'limit' => __('Number of stories', 'poliflash'),
        'lang' => __('Language', 'poliflash'),
        'level' => __('Level of the headings', 'poliflash'),
        'layout' => __('Layout', 'poliflash'),
        'theme' => __('Look', 'poliflash'),
        'settings' => __('Stories', 'poliflash'),
        'names' => [
            '' => __('The language of the page', 'poliflash'), 'it' => 'Italiano', 'en' => 'English',
            'grid' => __('Grid', 'poliflash'), 'list' => __('List', 'poliflash'), 'featured' => __('First story large', 'poliflash'),
            'plain' => __('Plain', 'poliflash'), 'bootstrap-italia' => 'Bootstrap Italia',
        ],
        'attributes' => poliflash_attributes(),
    ];
    $script = <<<'JS'
(function (wp, said) {
  const el = wp.element.createElement;
  const { PanelBody, TextControl, RangeControl, SelectControl, Disabled } = wp.components;
  wp.blocks.registerBlockType('poliflash/cards', {
    edit: function (props) {
      const set = name => value => props.setAttributes({ [name]: value });
      const field = (control, name, label, more) => el(control, Object.assign(
        { label, value: props.attributes[name], onChange: set(name) }, more));
      const range = (name, label) => field(RangeControl, name, label,
        { min: said.attributes[name].minimum, max: said.attributes[name].maximum });
      const choice = (name, label) => field(SelectControl, name, label,
        { options: said.attributes[name].enum.map(value => ({ value, label: said.names[value] })) });
      return el('div', wp.blockEditor.useBlockProps(),
        el(wp.blockEditor.InspectorControls, null, el(PanelBody, { title: said.settings },
          field(TextControl, 'channel', said.channel, { help: said.channelHelp }),
          range('limit', said.limit), choice('lang', said.lang), range('heading-level', said.level),
          choice('layout', said.layout), choice('theme', said.theme))),
        el(Disabled, null, el(wp.serverSideRender,
          { block: 'poliflash/cards', attributes: props.attributes })));
    },
    save: () => null,
  });
})(window.wp, SAID);
JS;
    return str_replace('SAID', (string) wp_json_encode($said, JSON_HEX_TAG | JSON_HEX_AMP), $script);
}

// -- Settings ------------------------------------------------------------------------------------

function poliflash_settings(): void
{
    register_setting('poliflash', 'poliflash_site', [
        'type' => 'string', 'default' => '', 'sanitize_callback' => 'poliflash_address',
    ]);
}

/** The address as it is kept, from what was typed; the old one where it cannot be one. */
function poliflash_address($typed): string
{
    $typed = trim((string) $typed);
    if ($typed === '') {
        return '';
    }
    $typed = preg_match('#^[a-z][a-z0-9+.-]*://#i', $typed) ? $typed : 'https://' . $typed;
    $typed = (string) preg_replace('#/(use|embed|feeds)([/.?\#].*)?$#', '', $typed); // a page of it was pasted
    $parts = wp_parse_url($typed);
    $wrong = !$parts || empty($parts['host']) || !in_array($parts['scheme'], ['http', 'https'], true)
        || array_intersect_key($parts, array_flip(['user', 'pass', 'query', 'fragment']))
        || esc_url_raw($typed, ['http', 'https']) !== $typed;
    if ($wrong) {
        add_settings_error('poliflash_site', 'poliflash', __('This is not the address of a site, such as https://stories.example.org', 'poliflash'));
        return poliflash_site();
    }
    return untrailingslashit($typed);
}

/** Another newsroom is asked at once; its copies replace the old ones as they arrive. */
function poliflash_moved(): void
{
    global $wpdb;
    $wpdb->query("DELETE FROM $wpdb->options WHERE option_name LIKE 'poliflash\\_tried\\_%'");
}

function poliflash_menu(): void
{
    add_options_page('Poliflash', 'Poliflash', 'manage_options', 'poliflash', 'poliflash_page');
}

function poliflash_page(): void
{
    if (!current_user_can('manage_options')) {
        return;
    }
    echo '<div class="wrap"><h1>Poliflash</h1><form action="options.php" method="post">';
    settings_fields('poliflash');
    printf(
        '<table class="form-table" role="presentation"><tr><th scope="row"><label for="poliflash_site">%s</label></th>'
        . '<td><input class="regular-text code" type="text" inputmode="url" id="poliflash_site" name="poliflash_site" value="%s" placeholder="https://stories.example.org" aria-describedby="poliflash_answer">'
        . '<p class="description" id="poliflash_answer">%s</p></td></tr></table>',
        esc_html__('Address of the newsroom', 'poliflash'),
        esc_attr(poliflash_site()),
        esc_html(poliflash_site() === '' ? __('The site that publishes the stories.', 'poliflash') : poliflash_answer())
    );
    submit_button();
    echo '</form><p>' . esc_html__('Put the stories on a page with the block “Poliflash stories” or with', 'poliflash')
        . ' <code>[poliflash channel=stories limit=6]</code></p>' . poliflash_table() . '</div>';
}

/** Whether the newsroom answers now; asks for the stylesheet, which every newsroom has. */
function poliflash_answer(): string
{
    delete_option('poliflash_tried_' . poliflash_key(POLIFLASH_STYLESHEET));
    poliflash_refresh(POLIFLASH_STYLESHEET);
    $failure = poliflash_kept(POLIFLASH_STYLESHEET)['failure'];
    return $failure === '' ? __('✓ The newsroom answers.', 'poliflash')
        : sprintf(__('✗ The newsroom does not answer: %s', 'poliflash'), $failure);
}

/** The copies that are kept, and how each fares. */
function poliflash_table(): string
{
    global $wpdb;
    $names = $wpdb->get_col("SELECT option_name FROM $wpdb->options WHERE option_name LIKE 'poliflash\\_kept\\_%' LIMIT 200");
    $rows = '';
    foreach (array_filter(array_map('get_option', $names), 'is_array') as $kept) {
        $when = $kept['confirmed'] ? wp_date('Y-m-d H:i', $kept['confirmed']) : '—';
        $how = $kept['failure'] === '' ? __('good', 'poliflash') : $kept['failure'];
        $cells = array_map('esc_html', [implode(' ', $kept['wanted']), $when, $how]);
        $rows .= '<tr><td>' . implode('</td><td>', $cells) . '</td></tr>';
    }
    $heads = array_map('esc_html', [__('Kept copies', 'poliflash'), __('Last confirmed', 'poliflash'), __('State', 'poliflash')]);
    return '<table class="widefat striped"><thead><tr><th>' . implode('</th><th>', $heads) . "</th></tr></thead><tbody>$rows</tbody></table>";
}

function poliflash_links(array $links): array
{
    $page = esc_url(admin_url('options-general.php?page=poliflash'));
    return array_merge(["<a href=\"$page\">" . esc_html__('Settings', 'poliflash') . '</a>'], $links);
}

function poliflash_activate(): void
{
    register_uninstall_hook(__FILE__, 'poliflash_uninstall');
}

function poliflash_deactivate(): void
{
    wp_unschedule_hook('poliflash_refresh');
}

/** Leaves nothing behind, on no site of a network. */
function poliflash_uninstall(): void
{
    $sites = is_multisite() ? get_sites(['fields' => 'ids', 'number' => 0]) : [0];
    foreach ($sites as $site) {
        $site && switch_to_blog($site);
        global $wpdb;
        foreach ($wpdb->get_col("SELECT option_name FROM $wpdb->options WHERE option_name LIKE 'poliflash\\_%'") as $name) {
            delete_option($name);
        }
        wp_unschedule_hook('poliflash_refresh');
        $site && restore_current_blog();
    }
}

// -- Words ---------------------------------------------------------------------------------------

/** Italian, until a catalogue of translations says it otherwise. */
function poliflash_italian(string $translation, string $text): string
{
    static $italian = [
        'Poliflash stories' => 'Storie di Poliflash',
        'The newest stories of a newsroom, as cards.' => 'Le storie più recenti di una redazione, in schede.',
        'Channel' => 'Canale',
        'For example stories, topics/energy or sources/ateneo-it; all are at %s' => 'Per esempio stories, topics/energy o sources/ateneo-it; tutti sono a %s',
        'Number of stories' => 'Numero di storie',
        'Language' => 'Lingua',
        'The language of the page' => 'La lingua della pagina',
        'Level of the headings' => 'Livello dei titoli',
        'Layout' => 'Disposizione',
        'Grid' => 'Griglia',
        'List' => 'Elenco',
        'First story large' => 'La prima storia grande',
        'Look' => 'Aspetto',
        'Plain' => 'Semplice',
        'Stories' => 'Storie',
        'Settings' => 'Impostazioni',
        'Address of the newsroom' => 'Indirizzo della redazione',
        'The site that publishes the stories.' => 'Il sito che pubblica le storie.',
        'Put the stories on a page with the block “Poliflash stories” or with' => 'Metti le storie in una pagina con il blocco «Storie di Poliflash» o con',
        '✓ The newsroom answers.' => '✓ La redazione risponde.',
        '✗ The newsroom does not answer: %s' => '✗ La redazione non risponde: %s',
        'Kept copies' => 'Copie conservate',
        'Last confirmed' => 'Ultima conferma',
        'State' => 'Stato',
        'good' => 'buono',
        'This is not the address of a site, such as https://stories.example.org' => 'Questo non è l’indirizzo di un sito, come https://stories.example.org',
        'this is not the name of a channel.' => 'questo non è il nome di un canale.',
        'enter the address of the newsroom under Settings › Poliflash.' => 'inserisci l’indirizzo della redazione in Impostazioni › Poliflash.',
        'the newsroom has no channel “%1$s”; those it has are named at %2$s. Readers see nothing here.' => 'la redazione non ha un canale «%1$s»; quelli che ha sono elencati a %2$s. Chi legge qui non vede nulla.',
        'the newsroom sent no cards (%s). Readers see nothing here.' => 'la redazione non ha mandato schede (%s). Chi legge qui non vede nulla.',
        'the newsroom does not answer (%1$s). Readers see the cards of %2$s.' => 'la redazione non risponde (%1$s). Chi legge vede le schede del %2$s.',
        'this newsroom publishes files only, in the plain theme.' => 'questa redazione pubblica solo file, con il tema semplice.',
        'there is no connection to it' => 'non c’è connessione con lei',
        'it says nothing for too long' => 'tace troppo a lungo',
        'there is no site of this name' => 'non c’è un sito con questo nome',
        'no secure connection comes about; its certificate may have run out or bear another name' => 'non si riesce a stabilire una connessione sicura; il suo certificato può essere scaduto o portare un altro nome',
        'it sent %1$s instead of %2$s' => 'ha mandato %1$s invece di %2$s',
        'it sent more than 256 KB' => 'ha mandato più di 256 KB',
        'it sent something that is no fragment' => 'ha mandato qualcosa che non è un frammento',
    ];
    $spoken = strpos(determine_locale(), 'it') === 0;
    return $spoken && $translation === $text ? $italian[$text] ?? $text : $translation;
}

add_filter('gettext_poliflash', 'poliflash_italian', 10, 2);
add_action('init', 'poliflash_init');
add_action('wp_enqueue_scripts', 'poliflash_style_in_head');
add_action('enqueue_block_assets', 'poliflash_style_in_editor');
add_action('poliflash_refresh', 'poliflash_refresh');
add_action('admin_init', 'poliflash_settings');
add_action('admin_menu', 'poliflash_menu');
add_action('add_option_poliflash_site', 'poliflash_moved');
add_action('update_option_poliflash_site', 'poliflash_moved');
add_filter('plugin_action_links_' . plugin_basename(__FILE__), 'poliflash_links');
register_activation_hook(__FILE__, 'poliflash_activate');
register_deactivation_hook(__FILE__, 'poliflash_deactivate');
