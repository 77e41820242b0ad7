CREATE TABLE `determinations` (
	`id` text PRIMARY KEY NOT NULL,
	`application_id` text NOT NULL,
	`application_version` integer NOT NULL,
	`county_code` text NOT NULL,
	`as_of` text NOT NULL,
	`policy_version` text NOT NULL,
	`determination` text NOT NULL,
	`explanation` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `determinations_by_application` ON `determinations` (`application_id`,`application_version`);--> statement-breakpoint
CREATE TABLE `staff_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`secret_hash` text NOT NULL,
	`label` text NOT NULL,
	`role` text NOT NULL,
	`area` text NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`id` text PRIMARY KEY NOT NULL,
	`application_id` text NOT NULL,
	`county_code` text NOT NULL,
	`event_id` text NOT NULL,
	`template` text NOT NULL,
	`language` text NOT NULL,
	`channel` text NOT NULL,
	`body` text NOT NULL,
	`state` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `messages_by_application` ON `messages` (`application_id`,`id`);--> statement-breakpoint
CREATE INDEX `messages_by_county` ON `messages` (`county_code`,`id`);--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`plan_id` text NOT NULL,
	`county_code` text NOT NULL,
	`office_id` text NOT NULL,
	`type` text NOT NULL,
	`clause` text NOT NULL,
	`referral_ids` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_attempt_at` integer NOT NULL,
	`last_status` integer,
	`last_error` text,
	`delivered_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`next_attempt_at`) WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX `deliveries_by_plan` ON `deliveries` (`plan_id`);--> statement-breakpoint
CREATE TABLE `offices` (
	`id` text PRIMARY KEY NOT NULL,
	`department` text NOT NULL,
	`area_code` text NOT NULL,
	`name` text NOT NULL,
	`endpoint` text,
	`secret_sealed` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `offices_by_department` ON `offices` (`department`,`area_code`);--> statement-breakpoint
CREATE TABLE `plans` (
	`id` text PRIMARY KEY NOT NULL,
	`county_code` text NOT NULL,
	`file_number` text,
	`opened_at` integer NOT NULL,
	`completed_at` integer
);
--> statement-breakpoint
CREATE TABLE `received_webhooks` (
	`office_id` text NOT NULL,
	`webhook_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`office_id`, `webhook_id`)
);
--> statement-breakpoint
CREATE TABLE `referral_transitions` (
	`referral_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`state` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`reason` text,
	PRIMARY KEY(`referral_id`, `sequence`)
);
--> statement-breakpoint
CREATE TABLE `referrals` (
	`id` text PRIMARY KEY NOT NULL,
	`plan_id` text NOT NULL,
	`county_code` text NOT NULL,
	`measure` text NOT NULL,
	`clause` text NOT NULL,
	`member_ids` text NOT NULL,
	`office_id` text NOT NULL,
	`is_default` integer NOT NULL,
	`emergency` integer NOT NULL,
	`state` text NOT NULL,
	`version` integer NOT NULL,
	`answer_by` text NOT NULL,
	`amount_fen` integer,
	`document_number` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `referrals_one_per_measure` ON `referrals` (`plan_id`,`measure`);--> statement-breakpoint
CREATE INDEX `referrals_by_office` ON `referrals` (`office_id`,`state`);--> statement-breakpoint
CREATE INDEX `referrals_by_county` ON `referrals` (`county_code`,`id`);--> statement-breakpoint
CREATE TABLE `application_transitions` (
	`application_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`state` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`reason` text,
	PRIMARY KEY(`application_id`, `sequence`)
);
--> statement-breakpoint
CREATE TABLE `applications` (
	`id` text PRIMARY KEY NOT NULL,
	`county_code` text NOT NULL,
	`state` text NOT NULL,
	`version` integer NOT NULL,
	`facts` text NOT NULL,
	`members` text NOT NULL,
	`consents` text NOT NULL,
	`language` text NOT NULL,
	`identity_sealed` text NOT NULL,
	`identity_masked` text NOT NULL,
	`person_index` text NOT NULL,
	`phone_index` text NOT NULL,
	`access_key_id` text NOT NULL,
	`submitted_at` integer NOT NULL,
	`determination_id` text,
	`archive_decision` text,
	`union_category` text,
	`file_number` text,
	`plan_completed_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `applications_one_open_per_person` ON `applications` (`person_index`) WHERE state in ('submitted', 'under_review');--> statement-breakpoint
CREATE INDEX `applications_by_county` ON `applications` (`county_code`,`id`);--> statement-breakpoint
CREATE INDEX `applications_by_phone` ON `applications` (`phone_index`);--> statement-breakpoint
CREATE TABLE `case_measures` (
	`referral_id` text PRIMARY KEY NOT NULL,
	`application_id` text NOT NULL,
	`measure` text NOT NULL,
	`clause` text NOT NULL,
	`office_id` text NOT NULL,
	`state` text NOT NULL,
	`version` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `case_measures_by_application` ON `case_measures` (`application_id`);--> statement-breakpoint
CREATE TABLE `drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`answers_sealed` text NOT NULL,
	`version` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`application_id` text
);
--> statement-breakpoint
CREATE INDEX `drafts_by_age` ON `drafts` (`updated_at`);--> statement-breakpoint
CREATE TABLE `household_files` (
	`file_number` text PRIMARY KEY NOT NULL,
	`application_id` text NOT NULL,
	`person_index` text NOT NULL,
	`county_code` text NOT NULL,
	`union_category` text NOT NULL,
	`state` text NOT NULL,
	`opened_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `household_files_personIndex_unique` ON `household_files` (`person_index`);--> statement-breakpoint
CREATE INDEX `household_files_by_county` ON `household_files` (`county_code`,`file_number`);--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`key_hash` text PRIMARY KEY NOT NULL,
	`request_hash` text NOT NULL,
	`application_id` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `timeline` (
	`id` text PRIMARY KEY NOT NULL,
	`application_id` text NOT NULL,
	`at` integer NOT NULL,
	`type` text NOT NULL,
	`data` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `timeline_by_application` ON `timeline` (`application_id`,`at`);--> statement-breakpoint
CREATE TABLE `audit` (
	`id` text PRIMARY KEY NOT NULL,
	`service` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`role` text,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`area` text NOT NULL,
	`request_id` text NOT NULL,
	`reason` text
);
--> statement-breakpoint
CREATE INDEX `audit_by_subject` ON `audit` (`subject`,`at`);--> statement-breakpoint
CREATE TABLE `dead_letters` (
	`id` text PRIMARY KEY NOT NULL,
	`service` text NOT NULL,
	`consumer` text NOT NULL,
	`body` text NOT NULL,
	`at` integer NOT NULL,
	`replayed_at` integer
);
--> statement-breakpoint
CREATE INDEX `dead_letters_by_service` ON `dead_letters` (`service`,`id`);--> statement-breakpoint
CREATE TABLE `inbox` (
	`consumer` text NOT NULL,
	`event_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`consumer`, `event_id`)
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`event_id` text NOT NULL,
	`consumer` text NOT NULL,
	`service` text NOT NULL,
	`event` text NOT NULL,
	`created_at` integer NOT NULL,
	`leased_until` integer NOT NULL,
	`attempts` integer NOT NULL,
	`settled_at` integer,
	PRIMARY KEY(`event_id`, `consumer`)
);
--> statement-breakpoint
CREATE INDEX `outbox_unsettled` ON `outbox` (`service`,`leased_until`) WHERE settled_at is null;