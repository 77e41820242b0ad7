CREATE TABLE `job_parts` (
	`job_id` text NOT NULL,
	`part` integer NOT NULL,
	`first` integer NOT NULL,
	`input` text NOT NULL,
	PRIMARY KEY(`job_id`, `part`)
);
--> statement-breakpoint
CREATE TABLE `job_results` (
	`job_id` text NOT NULL,
	`position` integer NOT NULL,
	`result` text NOT NULL,
	PRIMARY KEY(`job_id`, `position`)
);
--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`created_by` text NOT NULL,
	`state` text NOT NULL,
	`options` text NOT NULL,
	`total` integer NOT NULL,
	`done` integer NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `jobs_by_creator` ON `jobs` (`created_by`,`state`);--> statement-breakpoint
CREATE INDEX `jobs_by_expiry` ON `jobs` (`expires_at`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`user_id` text NOT NULL,
	`method` text NOT NULL,
	`proof` text NOT NULL,
	`created_at` integer NOT NULL,
	`used_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_by_token` ON `sessions` (`token_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_by_proof` ON `sessions` (`proof`);--> statement-breakpoint
CREATE INDEX `sessions_by_user` ON `sessions` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `sessions_by_age` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `sign_in_attempts` (
	`subject` text PRIMARY KEY NOT NULL,
	`failures` integer NOT NULL,
	`last_at` integer NOT NULL,
	`wait_until` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sign_in_attempts_by_age` ON `sign_in_attempts` (`last_at`);--> statement-breakpoint
CREATE TABLE `sign_ins` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`user_id` text,
	`area` text NOT NULL,
	`method` text NOT NULL,
	`outcome` text NOT NULL,
	`address_index` text NOT NULL,
	`request_id` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sign_ins_by_time` ON `sign_ins` (`at`,`id`);--> statement-breakpoint
CREATE TABLE `user_changes` (
	`user_id` text NOT NULL,
	`version` integer NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`what` text NOT NULL,
	PRIMARY KEY(`user_id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`login` text NOT NULL,
	`display_name` text NOT NULL,
	`role` text NOT NULL,
	`area` text NOT NULL,
	`office_id` text,
	`state` text NOT NULL,
	`version` integer NOT NULL,
	`issuer` text,
	`subject` text,
	`password_hash` text,
	`first_password_until` integer,
	`totp_sealed` text,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`seeded` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_by_login` ON `users` (`login`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_by_subject` ON `users` (`issuer`,`subject`) WHERE issuer is not null;--> statement-breakpoint
CREATE INDEX `users_seeded` ON `users` (`seeded`) WHERE seeded;--> statement-breakpoint
CREATE TABLE `audit_anchors` (
	`area` text NOT NULL,
	`day` text NOT NULL,
	`position` integer NOT NULL,
	`hash` text NOT NULL,
	`signature` text NOT NULL,
	PRIMARY KEY(`area`, `day`)
);
--> statement-breakpoint
CREATE INDEX `audit_anchors_by_position` ON `audit_anchors` (`area`,`position`);--> statement-breakpoint
CREATE TABLE `audit_links` (
	`area` text NOT NULL,
	`position` integer NOT NULL,
	`sequence` integer NOT NULL,
	`audit_id` text NOT NULL,
	`mac` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`area`, `position`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_links_sequence_unique` ON `audit_links` (`sequence`);--> statement-breakpoint
CREATE UNIQUE INDEX `audit_links_auditId_unique` ON `audit_links` (`audit_id`);--> statement-breakpoint
CREATE TABLE `disclosures` (
	`id` text PRIMARY KEY NOT NULL,
	`case_number` text NOT NULL,
	`county_code` text NOT NULL,
	`office_id` text NOT NULL,
	`at` integer NOT NULL,
	`source_id` text NOT NULL,
	`clause` text NOT NULL,
	`measures` text NOT NULL,
	`fields` text NOT NULL,
	`basis` text NOT NULL,
	`consent_version` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `disclosures_sourceId_unique` ON `disclosures` (`source_id`);--> statement-breakpoint
CREATE INDEX `disclosures_by_case` ON `disclosures` (`case_number`,`id`);--> statement-breakpoint
CREATE TABLE `former_office_secrets` (
	`office_id` text NOT NULL,
	`id` text NOT NULL,
	`secret_sealed` text NOT NULL,
	`replaced_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`office_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `former_office_secrets_by_expiry` ON `former_office_secrets` (`expires_at`);--> statement-breakpoint
CREATE TABLE `office_changes` (
	`office_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`change` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	PRIMARY KEY(`office_id`, `sequence`)
);
--> statement-breakpoint
CREATE TABLE `corrections` (
	`id` text PRIMARY KEY NOT NULL,
	`application_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`fields` text NOT NULL,
	`before_sealed` text NOT NULL,
	`reason` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `corrections_by_application` ON `corrections` (`application_id`,`sequence`);--> statement-breakpoint
CREATE TABLE `file_transitions` (
	`file_number` text NOT NULL,
	`sequence` integer NOT NULL,
	`step` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`helper_id` text,
	PRIMARY KEY(`file_number`, `sequence`)
);
--> statement-breakpoint
CREATE TABLE `search_terms` (
	`application_id` text NOT NULL,
	`kind` text NOT NULL,
	`term` text NOT NULL,
	`at` integer NOT NULL,
	`area` text NOT NULL,
	PRIMARY KEY(`application_id`, `kind`, `term`)
);
--> statement-breakpoint
CREATE INDEX `search_terms_by_term` ON `search_terms` (`kind`,`term`,`at`,`application_id`,`area`);--> statement-breakpoint
CREATE TABLE `event_log` (
	`sequence` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`event_id` text NOT NULL,
	`area` text NOT NULL,
	`type` text NOT NULL,
	`event` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `event_log_eventId_unique` ON `event_log` (`event_id`);--> statement-breakpoint
DROP INDEX `referrals_by_office`;--> statement-breakpoint
CREATE INDEX `referrals_by_measure` ON `referrals` (`county_code`,`measure`,`state`);--> statement-breakpoint
CREATE INDEX `referrals_by_office` ON `referrals` (`office_id`,`id`);--> statement-breakpoint
DROP INDEX `applications_one_open_per_person`;--> statement-breakpoint
DROP INDEX `applications_by_county`;--> statement-breakpoint
DROP INDEX `applications_by_phone`;--> statement-breakpoint
ALTER TABLE `applications` ADD `due_on` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `claimed_by` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `claimed_at` integer;--> statement-breakpoint
ALTER TABLE `applications` ADD `missing` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `override` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `endorsed_by` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `notice_ends_on` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `erased_at` integer;--> statement-breakpoint
CREATE INDEX `applications_by_due` ON `applications` (`state`,`due_on`,`submitted_at`,`id`,`county_code`) WHERE due_on is not null;--> statement-breakpoint
CREATE INDEX `applications_by_time` ON `applications` (`submitted_at`,`id`,`county_code`);--> statement-breakpoint
CREATE INDEX `applications_by_state` ON `applications` (`state`,`submitted_at`,`id`,`county_code`);--> statement-breakpoint
CREATE INDEX `applications_by_category` ON `applications` (`union_category`,`submitted_at`,`id`,`county_code`) WHERE union_category is not null;--> statement-breakpoint
CREATE INDEX `applications_by_person` ON `applications` (`person_index`,`submitted_at`,`id`);--> statement-breakpoint
CREATE INDEX `applications_by_file` ON `applications` (`file_number`,`submitted_at`,`id`) WHERE file_number is not null;--> statement-breakpoint
CREATE INDEX `applications_to_erase` ON `applications` (`submitted_at`) WHERE erased_at is null and state in ('declined', 'remained_closed');--> statement-breakpoint
CREATE UNIQUE INDEX `applications_one_open_per_person` ON `applications` (`person_index`) WHERE state in ('submitted', 'under_review', 'returned', 'public_notice');--> statement-breakpoint
CREATE INDEX `applications_by_county` ON `applications` (`county_code`,`submitted_at`,`id`,`state`);--> statement-breakpoint
CREATE INDEX `applications_by_phone` ON `applications` (`phone_index`,`submitted_at`,`id`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_audit` (
	`sequence` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`service` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`role` text,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`area` text NOT NULL,
	`request_id` text NOT NULL,
	`reason` text,
	`mac` text NOT NULL,
	`city` text GENERATED ALWAYS AS (substr(area, 1, 4)) VIRTUAL
);
--> statement-breakpoint
-- Rows from before the chains bear no digest of their writer and cannot be told from forged ones: they end here.
DROP TABLE `audit`;--> statement-breakpoint
ALTER TABLE `__new_audit` RENAME TO `audit`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `audit_id_unique` ON `audit` (`id`);--> statement-breakpoint
CREATE INDEX `audit_by_time` ON `audit` (`at`);--> statement-breakpoint
CREATE INDEX `audit_by_subject` ON `audit` (`subject`,`at`);--> statement-breakpoint
CREATE INDEX `audit_by_actor` ON `audit` (`actor`,`at`);--> statement-breakpoint
CREATE INDEX `audit_by_city` ON `audit` (`city`,`at`);--> statement-breakpoint
ALTER TABLE `determinations` ADD `input` text;--> statement-breakpoint
ALTER TABLE `staff_keys` ADD `office_id` text;--> statement-breakpoint
ALTER TABLE `staff_keys` ADD `scopes` text;--> statement-breakpoint
ALTER TABLE `staff_keys` ADD `created_by` text;--> statement-breakpoint
ALTER TABLE `staff_keys` ADD `expires_at` integer;--> statement-breakpoint
ALTER TABLE `staff_keys` ADD `last_used_at` integer;--> statement-breakpoint
ALTER TABLE `staff_keys` ADD `predecessor` text;--> statement-breakpoint
ALTER TABLE `staff_keys` ADD `seeded` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `staff_keys_by_predecessor` ON `staff_keys` (`predecessor`);--> statement-breakpoint
CREATE INDEX `staff_keys_seeded` ON `staff_keys` (`seeded`) WHERE seeded;--> statement-breakpoint
ALTER TABLE `offices` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX `offices_by_area` ON `offices` (`area_code`,`id`);--> statement-breakpoint
ALTER TABLE `application_transitions` ADD `step` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `household_files` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `household_files` ADD `helper_id` text;--> statement-breakpoint
ALTER TABLE `household_files` ADD `exited_at` integer;--> statement-breakpoint
CREATE INDEX `household_files_by_application` ON `household_files` (`application_id`);--> statement-breakpoint
CREATE INDEX `household_files_by_helper` ON `household_files` (`helper_id`,`file_number`) WHERE helper_id is not null;--> statement-breakpoint
CREATE INDEX `household_files_by_exit` ON `household_files` (`exited_at`) WHERE exited_at is not null;--> statement-breakpoint
CREATE INDEX `plans_by_county` ON `plans` (`county_code`,`id`);--> statement-breakpoint
UPDATE `application_transitions` SET `step` = CASE `state` WHEN 'submitted' THEN 'submit' WHEN 'approved' THEN 'approve' WHEN 'declined' THEN 'decline' ELSE 'determine' END;--> statement-breakpoint
UPDATE `applications` SET `due_on` = date('now', '+14 days') WHERE `state` = 'under_review';--> statement-breakpoint
INSERT INTO `file_transitions` (`file_number`, `sequence`, `step`, `at`, `actor`) SELECT `file_number`, 1, 'open', `opened_at`, 'system:registration' FROM `household_files`;
